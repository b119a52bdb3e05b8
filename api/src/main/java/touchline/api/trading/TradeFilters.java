package touchline.api.trading;

import java.util.Locale;
import java.util.Set;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.book.PositionFilter;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderFilter;
import touchline.market.spot.Side;

/** Reads the filters of lists of orders, fills and positions from a query. */
final class TradeFilters {
    private TradeFilters() {}

    static OrderFilter orders(RequestQuery query, Set<RequestState> states) {
        return new OrderFilter(
                query.from(),
                query.to(),
                query.optional("instrument", QueryBounds.ID, InstrumentId::parse, "must be the id of an instrument"),
                query.optional("side", 4, name -> Side.valueOf(name.toUpperCase(Locale.ROOT)), "must be BUY or SELL"),
                states);
    }

    static PositionFilter positions(RequestQuery query) {
        return new PositionFilter(
                query.from(),
                query.to(),
                query.optional("instrument", QueryBounds.ID, InstrumentId::parse, "must be the id of an instrument"),
                query.optional(
                        "direction",
                        5,
                        name -> Direction.valueOf(name.toUpperCase(Locale.ROOT)),
                        "must be LONG or SHORT"));
    }
}
