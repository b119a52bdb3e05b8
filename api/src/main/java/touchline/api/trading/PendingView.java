package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.market.Rejection;
import touchline.market.inplay.InPlayRequest;
import touchline.market.inplay.RequestState;
import touchline.market.money.Money;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.TimeInForce;

/**
 * Something asked for that waits out the in-play delay, or what became of it.
 *
 * @param requestId under which a close is cancelled, as its {@code id} is that of the position; null for all else
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("PendingRequest")
record PendingView(
        String id,
        RequestState state,
        @Nullable Instant executeAt,
        @Nullable Problem problem,
        @Nullable String instrumentId,
        @Nullable Direction direction,
        @Nullable Long quantity,
        @Nullable OrderType type,
        @Nullable String limitPrice,
        @Nullable String stopPrice,
        @Nullable TimeInForce timeInForce,
        @Nullable String reserved,
        @Nullable String requestId) {

    static PendingView of(String id, InPlayRequest request) {
        Rejection rejection = request.rejection();
        InPlayRequest.Conditions conditions = request.conditions();
        Problem problem = rejection == null ? null : Problems.refused(rejection);
        if (conditions == null) {
            return waits(id, request.state(), request.executeAt(), problem, null);
        }
        OrderTerms terms = conditions.terms();
        InPlayRequest.Opening opening = conditions.opening();
        return new PendingView(
                id,
                request.state(),
                request.state() == RequestState.WORKING || request.state() == RequestState.TRIGGERED
                        ? null
                        : request.executeAt(),
                problem,
                opening == null ? null : request.instrument().toString(),
                opening == null ? null : opening.direction(),
                opening == null ? null : opening.quantity(),
                terms.type(),
                terms.limitPrice() == null ? null : terms.limitPrice().toString(),
                terms.stopPrice() == null ? null : terms.stopPrice().toString(),
                terms.timeInForce(),
                Money.of(conditions.reserved()).toString(),
                null);
    }

    /** A close of a position. */
    static PendingView closing(String position, InPlayRequest request) {
        Rejection rejection = request.rejection();
        return waits(
                position,
                request.state(),
                request.executeAt(),
                rejection == null ? null : Problems.refused(rejection),
                Long.toString(request.id()));
    }

    /** One that was taken. */
    static PendingView closing(String position, long request, Instant executeAt) {
        return waits(position, RequestState.PENDING, executeAt, null, Long.toString(request));
    }

    private static PendingView waits(
            String id, RequestState state, Instant executeAt, @Nullable Problem problem, @Nullable String requestId) {
        return new PendingView(
                id, state, executeAt, problem, null, null, null, null, null, null, null, null, requestId);
    }

    /** It was taken, and is executed then. */
    static PendingView until(String id, Instant executeAt) {
        return waits(id, RequestState.PENDING, executeAt, null, null);
    }

    Response response() {
        return Response.status(state == RequestState.PENDING ? 202 : 200)
                .entity(this)
                .build();
    }

    /** 202: it was taken, and {@code path} with the id shows what becomes of it. */
    static Response accepted(String path, String id, Instant executeAt) {
        return Response.accepted(until(id, executeAt))
                .location(URI.create(path + id))
                .build();
    }
}
