package touchline.market.chart;

import java.time.Duration;
import java.time.Instant;

/**
 * A span of time, in equal parts.
 *
 * @param to not included
 * @param parts at least 1
 */
public record ChartSpan(Instant from, Instant to, int parts) {
    public ChartSpan {
        if (!from.isBefore(to) || parts < 1) {
            throw new IllegalArgumentException("a span has a length and parts");
        }
    }

    /** The length of a part, in ms; at least 1. */
    public long width() {
        return Math.max(1, (Duration.between(from, to).toMillis() + parts - 1) / parts);
    }
}
