package touchline.api.ops.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.scheduler.drill.Drill;
import touchline.scheduler.drill.Drills;

/** Reports of hand-over drills. */
@Path("/v1/ops/drills")
@Produces(MediaType.APPLICATION_JSON)
final class DrillsResource {
    private final Drills drills;

    DrillsResource(Drills drills) {
        this.drills = drills;
    }

    /**
     * A hand-over drill.
     *
     * @param endedAt null while it is under way
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Drill")
    record DrillView(
            String id,
            String node,
            String by,
            String reason,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<TakeOverView> takeOvers) {
        static DrillView of(Drill drill) {
            return new DrillView(
                    Long.toString(drill.id()),
                    drill.node(),
                    drill.actor(),
                    drill.reason(),
                    drill.startedAt(),
                    drill.endedAt(),
                    drill.takeOvers().stream()
                            .map(one -> new TakeOverView(
                                    one.kind(), one.subject(), one.predictedMillis(), one.takenBy(), one.tookMillis()))
                            .toList());
        }
    }

    /**
     * A take-over.
     *
     * @param predictedMs at the latest after the start of the drill, as the settings say
     * @param takenBy null if no other node took it over
     * @param tookMs after the start of the drill; null if no other node took it over
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("DrillTakeOver")
    record TakeOverView(
            Drill.Kind kind,
            String subject,
            long predictedMs,
            @Nullable String takenBy,
            @Nullable Long tookMs) {}

    /** The latest first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<DrillView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        long before = query.before();
        int limit = query.limit();
        query.check();
        return Page.of(drills.latest(before, limit + 1), limit, DrillView::of, drill -> Long.toString(drill.id()));
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    public DrillView find(@Auth Operator operator, @PathParam("id") String id) {
        return DrillView.of(drills.find(PathIds.parse(id, Long::parseLong))
                .orElseThrow(() -> new ProblemException(Problems.notFound())));
    }
}
