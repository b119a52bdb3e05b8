package touchline.api.stream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.market.inplay.RequestState;
import touchline.market.news.News;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.TimeInForce;

/**
 * What has become of a request to open or to close a position; absent fields don't apply.
 *
 * @param id under which it is changed or cancelled, at {@code /v1/orders/{id}}
 * @param positionId the position that it is to close, or that it has opened
 * @param direction of an opening; absent once it waited and was executed or rejected, as is the quantity
 * @param quantity absent for a close of all
 * @param executeAt when it is due
 * @param problem why it was rejected
 * @param type of one that rests or rested for a price, as are the prices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("PositionRequestChange")
record PositionRequestView(
        String id,
        Kind kind,
        RequestState state,
        @Nullable String positionId,
        String instrumentId,
        @Nullable Direction direction,
        @Nullable Long quantity,
        @Nullable Instant executeAt,
        @Nullable Problem problem,
        @Nullable OrderType type,
        @Nullable String limitPrice,
        @Nullable String stopPrice,
        @Nullable TimeInForce timeInForce,
        Instant at) {

    /** What it is to do with a position. */
    enum Kind {
        OPEN,
        CLOSE
    }

    static PositionRequestView of(News.PositionRequestChanged changed) {
        News.PositionRequestDetail detail = changed.detail();
        OrderTerms terms = detail.terms();
        return new PositionRequestView(
                Long.toString(changed.id()),
                changed.opens() ? Kind.OPEN : Kind.CLOSE,
                changed.state(),
                detail.position() == null ? null : detail.position().toString(),
                changed.instrument().toString(),
                detail.direction(),
                detail.quantity() == null ? null : detail.quantity().shares(),
                detail.executeAt(),
                changed.rejection() == null ? null : Problems.refused(changed.rejection()),
                terms == null ? null : terms.type(),
                terms == null ? null : OrderChangeView.text(terms.limitPrice()),
                terms == null ? null : OrderChangeView.text(terms.stopPrice()),
                terms == null ? null : terms.timeInForce(),
                changed.at());
    }
}
