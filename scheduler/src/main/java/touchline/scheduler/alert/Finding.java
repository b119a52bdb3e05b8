package touchline.scheduler.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule finds to be so.
 *
 * @param at when the last of it happened; null for what goes on just now
 * @param times how often it has happened since it was last told
 */
record Finding(String subject, String summary, @Nullable Instant at, long times) {
    private static final int LONGEST = 500;

    Finding {
        summary = clean(summary);
    }

    static Finding now(String subject, String summary) {
        return new Finding(subject, summary, null, 1);
    }

    private static String clean(String text) {
        String whole = text.replace('\u0000', ' ');
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST - 1) + "…";
    }
}
