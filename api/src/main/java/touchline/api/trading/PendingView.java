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

/** Something asked for that waits out the in-play delay, or what became of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("PendingRequest")
record PendingView(
        String id,
        RequestState state,
        Instant executeAt,
        @Nullable Problem problem) {

    static PendingView of(String id, InPlayRequest request) {
        Rejection rejection = request.rejection();
        return new PendingView(
                id, request.state(), request.executeAt(), rejection == null ? null : Problems.refused(rejection));
    }

    Response response() {
        return Response.status(state == RequestState.PENDING ? 202 : 200)
                .entity(this)
                .build();
    }

    /** 202: it was taken, and {@code path} with the id shows what becomes of it. */
    static Response accepted(String path, String id, Instant executeAt) {
        return Response.accepted(new PendingView(id, RequestState.PENDING, executeAt, null))
                .location(URI.create(path + id))
                .build();
    }
}
