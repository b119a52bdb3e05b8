package touchline.scheduler.alert.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule finds to be so.
 *
 * @param at when the last of it happened; null for what goes on just now
 * @param times how often it has happened since it was last told
 */
public record AlertFinding(
        String subject, String summary, @Nullable Instant at, long times) {
    private static final int LONGEST = 500;

    public AlertFinding {
        summary = clean(summary);
    }

    public static AlertFinding now(String subject, String summary) {
        return new AlertFinding(subject, summary, null, 1);
    }

    private static String clean(String text) {
        String whole = text.replace('\u0000', ' ');
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST - 1) + "…";
    }
}
