package touchline.jobs.platform.alert;

import java.time.Duration;
import touchline.jobs.platform.quartz.Durations;

/** How long, in summaries. */
final class Words {
    private Words() {}

    static String of(Duration duration) {
        return Durations.words(duration);
    }

    static String ofMillis(long millis) {
        return Durations.words(Duration.ofMillis(millis));
    }
}
