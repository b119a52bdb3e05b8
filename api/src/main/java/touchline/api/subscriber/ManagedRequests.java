package touchline.api.subscriber;

import io.dropwizard.lifecycle.Managed;
import java.time.Instant;
import java.util.Map;
import org.quartz.SchedulerException;
import touchline.jobs.platform.JobPlatform;
import touchline.jobs.spinner.WeeklySpinJob;

/** What a node asks for once when it comes up. */
public final class ManagedRequests implements Managed {
    private static final String BOOT = "boot";

    private final JobPlatform platform;

    public ManagedRequests(JobPlatform platform) {
        this.platform = platform;
    }

    /** Draws that fell due while everybody was down are made up for. */
    @Override
    public void start() throws SchedulerException {
        platform.request(WeeklySpinJob.NAME, BOOT, Instant.now(), Map.of());
    }
}
