package touchline.api.ops.chart;

import java.time.Instant;
import java.util.List;
import touchline.api.contract.SchemaName;
import touchline.market.chart.PriceChartQuery;

/** The prices of all players of a match. */
@SchemaName("MatchChart")
record MatchChartView(String fixtureId, Instant from, Instant to, List<LineView> players) {

    /** A player's prices, the oldest first. */
    @SchemaName("MatchChartLine")
    record LineView(String id, String name, String team, List<PriceChartView.PointView> points) {
        static LineView of(PriceChartQuery.Line line) {
            return new LineView(
                    line.instrument().toString(),
                    line.name(),
                    line.team(),
                    line.points().stream().map(PriceChartView.PointView::of).toList());
        }
    }
}
