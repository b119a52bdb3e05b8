package touchline.scheduler;

import java.time.Duration;
import touchline.scheduler.watch.WatchdogRules;

/**
 * How long a node waits.
 *
 * @param drain for its runs to end when it stops, before they are interrupted
 * @param afterInterrupt for interrupted runs to end, before they are left behind
 */
record PlatformTiming(Duration drain, Duration afterInterrupt, WatchdogRules watchdog) {
    public static final PlatformTiming DEFAULT =
            new PlatformTiming(Duration.ofSeconds(5), Duration.ofSeconds(2), WatchdogRules.DEFAULT);
}
