package touchline.api.ops.job;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.problem.ProblemException;
import touchline.api.request.RequestQuery;
import touchline.scheduler.explain.Explainer;
import touchline.scheduler.forecast.Upcoming;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Schedule;

/** One job: its state, its next times, and why it fires or not. */
@Path("/v1/ops/jobs/{group}/{name}")
@Produces(MediaType.APPLICATION_JSON)
final class JobResource {
    private static final int FEW = 20;
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final JobCatalogue catalogue;
    private final JobViews board;
    private final Upcoming upcoming;
    private final Explainer explainer;
    private final Clock clock;

    JobResource(JobCatalogue catalogue, JobViews board, Upcoming upcoming, Explainer explainer, Clock clock) {
        this.catalogue = catalogue;
        this.board = board;
        this.upcoming = upcoming;
        this.explainer = explainer;
        this.clock = clock;
    }

    @GET
    @RolesAllowed("viewer")
    public JobDetail find(@Auth Operator operator, @PathParam("group") String group, @PathParam("name") String name) {
        return board.detail(job(group, name));
    }

    /** The next {@code count} times in a {@code zone}, of the current schedule or of the one given by {@code cron} or {@code every}. */
    @GET
    @Path("upcoming")
    @RolesAllowed("viewer")
    @QueryParameter(value = "count", what = "how many times")
    @QueryParameter(value = "zone", what = "the time zone, as in Europe/London")
    @QueryParameter(value = "cron", what = "a schedule to be tried out")
    @QueryParameter(value = "every", what = "an interval to be tried out, as in PT5M")
    public ForecastView upcoming(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            @Context UriInfo uri) {
        JobDefinition job = job(group, name);
        RequestQuery query = RequestQuery.of(uri);
        int count = Math.toIntExact(query.whole("count", 1, Upcoming.MOST, FEW));
        String zone = query.text("zone", 64);
        String every = query.text("every", 64);
        String cron = query.text("cron", 200);
        ZoneId shown = shown(zone, query);
        Optional<Schedule> proposed = cron == null && every == null
                ? Optional.empty()
                : new ProposedSchedule(cron, every, cron == null ? null : shown.getId())
                        .check(clock.instant(), query::refuse);
        query.check();
        return proposed.map(schedule -> ForecastView.of(
                        upcoming.of(job.name(), schedule, count, shown), upcoming.change(job.name(), schedule)))
                .orElseGet(() -> ForecastView.of(upcoming.of(job.name(), count, shown), null));
    }

    @GET
    @Path("explain")
    @RolesAllowed("viewer")
    @QueryParameter(value = "zone", what = "the time zone of the times, as in Europe/London")
    public ExplanationView explain(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            @Context UriInfo uri) {
        JobDefinition job = job(group, name);
        RequestQuery query = RequestQuery.of(uri);
        ZoneId shown = shown(query.text("zone", 64), query);
        query.check();
        return ExplanationView.of(explainer.explain(job.name(), shown));
    }

    private JobDefinition job(String group, String name) {
        return catalogue
                .find(CommandResponse.job(group, name))
                .orElseThrow(() -> new ProblemException(CommandResponse.noSuch()));
    }

    private static ZoneId shown(@Nullable String zone, RequestQuery query) {
        if (zone == null) {
            return UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            query.refuse("zone", "is not a time zone, as UTC and Europe/London are");
            return UTC;
        }
        return ZoneId.of(zone);
    }
}
