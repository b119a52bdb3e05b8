package touchline.api.limit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be asked. All of it at once, if it must be; what is used up comes back evenly over the window.
 *
 * @param requests 1 to 1,000,000
 * @param window 1 s to 1 h
 */
public record Quota(int requests, Duration window) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7}) in (\\d{1,4})s");

    public Quota {
        if (requests < 1 || requests > 1_000_000 || window.toSeconds() < 1 || window.toSeconds() > 3_600) {
            throw new IllegalArgumentException("a limit is from 1 to 1000000 requests in 1s to 3600s");
        }
    }

    /**
     * Reads one.
     *
     * @param text as in {@code 100 in 10s}
     * @throws IllegalArgumentException if it can't be read
     */
    public static Quota parse(String text) {
        Matcher parts = FORM.matcher(text.trim());
        if (!parts.matches()) {
            throw new IllegalArgumentException("a limit is written as in '100 in 10s'");
        }
        return new Quota(Integer.parseInt(parts.group(1)), Duration.ofSeconds(Long.parseLong(parts.group(2))));
    }

    /** Refill interval of one token, in nanoseconds. */
    long nanosEach() {
        return Math.max(1, window.toNanos() / requests);
    }
}
