package touchline.api.stream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.market.inplay.RequestState;
import touchline.market.money.Price;
import touchline.market.news.News;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.TimeInForce;
import touchline.market.spot.Side;

/**
 * What has become of an order; absent fields don't apply.
 *
 * @param clientOrderId absent from the fill of an order that waited; its first event has it
 * @param executeAt when it is due
 * @param problem why it was rejected
 * @param type of one that rests or rested for a price, as are the prices; of a market order they are absent
 * @param source {@code USER}; {@code FULL_TIME} or {@code VOID} of a sale by a settlement; {@code CORRECTION} of an order by which operators cancelled another one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("OrderChange")
record OrderChangeView(
        String id,
        @Nullable String clientOrderId,
        RequestState state,
        String instrumentId,
        @Nullable Side side,
        @Nullable Long quantity,
        @Nullable String amount,
        @Nullable String fee,
        @Nullable Instant executeAt,
        @Nullable Problem problem,
        @Nullable OrderType type,
        @Nullable String limitPrice,
        @Nullable String stopPrice,
        @Nullable TimeInForce timeInForce,
        String source,
        Instant at) {

    static OrderChangeView of(News.OrderChanged changed) {
        News.OrderDetail detail = changed.detail();
        OrderTerms terms = detail.terms();
        return new OrderChangeView(
                changed.id().toString(),
                detail.clientId(),
                changed.state(),
                changed.instrument().toString(),
                detail.side(),
                detail.quantity() == null ? null : detail.quantity().shares(),
                detail.amount() == null ? null : detail.amount().toString(),
                detail.fee() == null ? null : detail.fee().toString(),
                detail.executeAt(),
                changed.rejection() == null ? null : Problems.refused(changed.rejection()),
                terms == null ? null : terms.type(),
                terms == null ? null : text(terms.limitPrice()),
                terms == null ? null : text(terms.stopPrice()),
                terms == null ? null : terms.timeInForce(),
                detail.source(),
                changed.at());
    }

    static @Nullable String text(@Nullable Price price) {
        return price == null ? null : price.toString();
    }
}
