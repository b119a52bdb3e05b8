package touchline.api.ops.chart;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.chart.PriceChartQuery;

/** The prices of all players of a match. */
@SchemaName("MatchChart")
record MatchChartView(String fixtureId, Instant from, Instant to, List<LineView> players) {

    /**
     * A player's prices, the oldest first.
     *
     * @param before the price at the beginning of the span; null if it is not known
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("MatchChartLine")
    record LineView(
            String id, String name, String team, @Nullable String before, List<PriceChartView.PointView> points) {
        static LineView of(PriceChartQuery.Line line) {
            return new LineView(
                    line.instrument().toString(),
                    line.name(),
                    line.team(),
                    line.before() == null ? null : line.before().toString(),
                    line.points().stream().map(PriceChartView.PointView::of).toList());
        }
    }
}
