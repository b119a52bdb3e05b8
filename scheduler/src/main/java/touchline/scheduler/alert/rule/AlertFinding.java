package touchline.scheduler.alert.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a rule has found.
 *
 * @param at when it last occurred; null for a condition that still lasts
 * @param times how often it has occurred since shortly before the alert opened, within the retention of runs; 1 for a condition that lasts
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
