package touchline.scheduler;

import java.time.Duration;
import touchline.scheduler.alert.AlertTiming;
import touchline.scheduler.job.Retry;

/** Alerting that looks, closes and retries ten times as fast, for tests. */
final class QuickAlerts {
    static final AlertTiming TIMING = new AlertTiming(
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            new Retry(Integer.MAX_VALUE, Duration.ofMillis(100), Duration.ofSeconds(1)));

    private QuickAlerts() {}
}
