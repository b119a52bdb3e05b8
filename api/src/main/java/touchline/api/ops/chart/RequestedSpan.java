package touchline.api.ops.chart;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.request.RequestQuery;
import touchline.market.chart.ChartSpan;

/** Reads the span of a chart: {@code from}, {@code to} and {@code points}. */
final class RequestedSpan {
    private static final int POINTS = 300;
    private static final int MOST = 1_000;

    private RequestedSpan() {}

    /**
     * The span that was asked for; null if a parameter is refused.
     *
     * @param usual the length if there is no {@code from}
     * @param longest the longest span
     */
    static @Nullable ChartSpan read(RequestQuery query, Instant now, Duration usual, Duration longest) {
        Instant to = query.time("to");
        Instant from = query.time("from");
        int points = Math.toIntExact(query.whole("points", 1, MOST, POINTS));
        Instant end = to == null ? (from == null ? now : from.plus(usual)) : to;
        Instant begin = from == null ? end.minus(usual) : from;
        if (!begin.isBefore(end)) {
            query.refuse("to", "must be after 'from'");
            return null;
        }
        if (Duration.between(begin, end).compareTo(longest) > 0) {
            query.refuse("from", "must be at most " + longest.toHours() + " h before 'to'");
            return null;
        }
        return new ChartSpan(begin, end, points);
    }
}
