package touchline.api.ops.chart;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.chart.ChartMarkQuery;
import touchline.market.chart.PricePoint;

/**
 * The prices of a player over a span, with trades and match events.
 *
 * @param before the price at the beginning; the starting price if the first tick is later; null if neither is known
 * @param points the last price of each part of the span in which it changed
 * @param trades by kind and part of the span
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("PriceChart")
record PriceChartView(
        String instrumentId,
        Instant from,
        Instant to,
        @Nullable String before,
        List<PointView> points,
        List<TradesView> trades,
        List<EventMarkView> events) {

    /** A price, with the range of its part of the span. */
    @SchemaName("PricePoint")
    record PointView(Instant at, String price, String low, String high) {
        static PointView of(PricePoint point) {
            return new PointView(
                    point.at(),
                    point.price().toString(),
                    point.low().toString(),
                    point.high().toString());
        }
    }

    /** Trades of a kind in a part of the span. */
    @SchemaName("ChartTrades")
    record TradesView(Instant at, ChartMarkQuery.TradeKind kind, long trades, long quantity) {
        static TradesView of(ChartMarkQuery.Trades trades) {
            return new TradesView(trades.at(), trades.kind(), trades.trades(), trades.quantity());
        }
    }

    /**
     * A match event that names the player or moved the price.
     *
     * @param type the feed's number
     * @param basisPoints by which it moves the price; null if it does not
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("ChartEvent")
    record EventMarkView(
            Instant at,
            String fixtureId,
            int type,
            @Nullable Integer minute,
            @Nullable String playerId,
            boolean rescinded,
            @Nullable Long basisPoints) {
        static EventMarkView of(ChartMarkQuery.Event event) {
            return new EventMarkView(
                    event.at(),
                    event.fixture().toString(),
                    event.type(),
                    event.minute(),
                    event.player() == null ? null : Long.toString(event.player()),
                    event.rescinded(),
                    event.basisPoints());
        }
    }
}
