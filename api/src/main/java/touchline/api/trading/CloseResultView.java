package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.market.position.PositionId;

/**
 * What came of a wish to close a position; one of the three is set.
 *
 * @param id of the position
 * @param position as it was closed
 * @param pending it waits out the in-play delay
 * @param problem why it was not closed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("CloseResult")
record CloseResultView(
        String id,
        @Nullable PositionView position,
        @Nullable PendingView pending,
        @Nullable Problem problem) {

    static CloseResultView closed(PositionId id, PositionView position) {
        return new CloseResultView(id.toString(), position, null, null);
    }

    static CloseResultView waits(PositionId id, long request, Instant executeAt) {
        return new CloseResultView(id.toString(), null, PendingView.closing(id.toString(), request, executeAt), null);
    }

    static CloseResultView refused(PositionId id, Problem problem) {
        return new CloseResultView(id.toString(), null, null, problem);
    }

    /**
     * The answer to a request that closes this one.
     *
     * @param path of positions
     */
    Response response(String path) {
        if (problem != null) {
            return problem.response();
        }
        return position != null
                ? Response.ok(position).build()
                : Response.accepted(pending).location(URI.create(path + id)).build();
    }
}
