package touchline.api.subscriber;

import io.dropwizard.lifecycle.Managed;
import java.time.Instant;
import java.util.Map;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.jobs.spinner.WeeklySpinJob;
import touchline.scheduler.JobPlatform;

/** The jobs that a node requests once at its start. */
public final class ManagedRequests implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedRequests.class);
    private static final String BOOT = "boot";

    private final JobPlatform platform;

    public ManagedRequests(JobPlatform platform) {
        this.platform = platform;
    }

    /** Draws that fell due while everybody was down are made up for. That it can't be asked for is no reason not to start. */
    @Override
    public void start() {
        try {
            platform.request(WeeklySpinJob.NAME, BOOT, Instant.now(), Map.of());
        } catch (SchedulerException e) {
            LOG.warn("{} could not be asked for: {}", WeeklySpinJob.NAME, e.toString());
        }
    }
}
