package touchline.api.subscriber;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.quartz.SchedulerException;
import touchline.jobs.auth.GoogleKeys;
import touchline.jobs.auth.JwksRefresh;
import touchline.jobs.auth.JwksRefreshJob;
import touchline.scheduler.JobPlatform;

/** Asks the cluster for a fetch of Google's keys. While one waits that was asked for likewise, nothing happens. */
public final class KeyFetches implements GoogleKeys.Fetches {
    private final JobPlatform platform;

    public KeyFetches(JobPlatform platform) {
        this.platform = platform;
    }

    @Override
    public void ask(JwksRefresh.Because why) {
        try {
            platform.request(
                    JwksRefreshJob.NAME,
                    why.name().toLowerCase(Locale.ROOT),
                    Instant.now(),
                    Map.of(JwksRefreshJob.BECAUSE.name(), why.name()));
        } catch (SchedulerException e) {
            throw new IllegalStateException("the job store can't be reached: " + e.getMessage(), e);
        }
    }
}
