package touchline.api.quote;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import touchline.api.request.RequestQuery;
import touchline.market.MarketRules;
import touchline.market.spot.Side;

/** What is to be quoted; meaningless if the query has errors. */
record QuoteTerms(@Nullable Side side, long quantity) {

    static QuoteTerms of(RequestQuery query, MarketRules rules) {
        Side side =
                query.optional("side", 4, name -> Side.valueOf(name.toUpperCase(Locale.ROOT)), "must be BUY or SELL");
        long most = side == Side.SELL ? MarketRules.MAX_DEPTH : rules.maxQuantity();
        long quantity = query.whole("quantity", 1, most, 0);
        if (query.isMissing("side")) {
            query.refuse("side", "must be BUY or SELL");
        }
        if (query.isMissing("quantity")) {
            query.refuse("quantity", "must be a whole number from 1 to " + most);
        }
        return new QuoteTerms(side, quantity);
    }

    /** The side, after the query was checked. */
    Side checkedSide() {
        return Objects.requireNonNull(side);
    }
}
