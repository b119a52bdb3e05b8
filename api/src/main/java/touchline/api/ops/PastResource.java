package touchline.api.ops;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.request.RequestQuery;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.past.LaneQuery;
import touchline.scheduler.past.PastBoardQuery;

/** The job platform as it was. */
@Path("/v1/ops/past")
@Produces(MediaType.APPLICATION_JSON)
final class PastResource {
    private static final Duration LANES = Duration.ofHours(6);
    private static final int POINTS = 300;

    private final JobCatalogue catalogue;
    private final PastBoardQuery boards;
    private final LaneQuery lanes;
    private final Clock clock;

    PastResource(JobCatalogue catalogue, PastBoardQuery boards, LaneQuery lanes, Clock clock) {
        this.catalogue = catalogue;
        this.boards = boards;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** Runs that succeeded are kept for 14 days by default. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "at", what = "the time, to the second; now if it is left out")
    public PastBoardView board(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Instant at = query.time("at");
        Instant now = clock.instant();
        if (at != null && at.isAfter(now.plusSeconds(5))) {
            query.refuse("at", "must not lie ahead");
        }
        query.check();
        return PastBoardView.of(boards.at(
                at == null ? now : at,
                catalogue.all().stream().map(JobDefinition::name).toList()));
    }

    /** At most a day: it reads all runs of the span. */
    @GET
    @Path("lanes")
    @RolesAllowed("viewer")
    @QueryParameter(value = "from", what = "the first time; six hours before 'to' if it is left out")
    @QueryParameter(value = "to", what = "the time after the last, at most a day after 'from'; now if it is left out")
    @QueryParameter(
            value = "points",
            what = "the most bars of a job on a node, up to 1,000; 300 if it is left out",
            of = int.class)
    public LanesView lanes(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Instant to = query.time("to");
        Instant from = query.time("from");
        long points = query.whole("points", 1, 1_000, POINTS);
        Instant end = to == null ? clock.instant() : to;
        Instant begin = from == null ? end.minus(LANES) : from;
        if (!begin.isBefore(end)) {
            query.refuse("to", "must be after 'from'");
        }
        Duration span = Duration.between(begin, end);
        if (span.compareTo(LaneQuery.LONGEST) > 0) {
            query.refuse("from", "must be at most " + LaneQuery.LONGEST.toHours() + " h before 'to'");
        }
        query.check();
        List<LaneQuery.Bar> bars = lanes.of(begin, end, Duration.ofSeconds(span.toSeconds() / points + 1));
        return new LanesView(
                begin,
                end,
                bars.size() == LaneQuery.MOST,
                bars.stream().map(LanesView.BarView::of).toList());
    }
}
