package touchline.scheduler.alert;

import java.time.Duration;
import touchline.scheduler.quartz.Durations;

/** How long, in summaries. */
final class Words {
    private Words() {}

    /** A setting. */
    static String of(Duration duration) {
        return Durations.words(duration);
    }

    /** A measured length. */
    static String ofMillis(long millis) {
        return Durations.measured(Duration.ofMillis(millis));
    }
}
