package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.ProblemException;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.scheduler.history.Execution;
import touchline.scheduler.history.ExecutionsQuery;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.JobOperations;

/** The runs of all nodes. */
@Path("/v1/ops/executions")
@Produces(MediaType.APPLICATION_JSON)
final class ExecutionsResource {
    /** Log lines of a run are stored at most this long after it ended. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** For jobs that are not in this node's catalogue. */
    private static final Duration LATE_WHERE_UNKNOWN = Duration.ofSeconds(5);

    private final ExecutionsQuery executions;
    private final JobCatalogue catalogue;
    private final JobOperations operations;
    private final Clock clock;

    ExecutionsResource(ExecutionsQuery executions, JobCatalogue catalogue, JobOperations operations, Clock clock) {
        this.executions = executions;
        this.catalogue = catalogue;
        this.operations = operations;
        this.clock = clock;
    }

    /** The latest first. A page of a search for a {@code text} may be short or empty and have a cursor, as a request reads a limited number of runs. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter("group")
    @QueryParameter("job")
    @QueryParameter(value = "outcome", of = RunOutcome.class)
    @QueryParameter(value = "cause", of = RunCause.class)
    @QueryParameter("node")
    @QueryParameter(value = "from", what = "a time, as in 2026-03-01T12:00:00Z")
    @QueryParameter(value = "to", what = "a time")
    @QueryParameter(value = "text", what = "to be found in what a run says of itself")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<ExecutionView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        List<RunCause> causes = List.copyOf(query.someOf("cause", RunCause.class));
        ExecutionsQuery.Filter filter = new ExecutionsQuery.Filter(
                query.text("group", 64),
                query.text("job", 64),
                query.someOf("outcome", RunOutcome.class),
                causes.isEmpty() ? null : causes.get(0),
                query.text("node", 200),
                time(query, "from"),
                time(query, "to"),
                query.text("text", 200));
        if (causes.size() > 1) {
            query.refuse("cause", "must be one");
        }
        long before = query.before();
        int limit = query.limit();
        query.check();
        ExecutionsQuery.Found found = executions.list(filter, before, limit);
        Long next = found.next();
        return new Page<>(
                found.runs().stream()
                        .map(run -> ExecutionView.of(run, lateAfter(run)))
                        .toList(),
                next == null ? null : Long.toString(next));
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    public ExecutionView.Whole find(@Auth Operator operator, @PathParam("id") String path) {
        Execution run = run(path);
        return ExecutionView.Whole.of(run, executions.attempts(run.id()), lateAfter(run));
    }

    private Duration lateAfter(Execution run) {
        return catalogue.find(run.job()).map(JobDefinition::lateAfter).orElse(LATE_WHERE_UNKNOWN);
    }

    /**
     * Lines of a run's log.
     *
     * @param nextCursor to be given as {@code after} for the lines after these, which may be yet to come; null where the run is over and this is all
     * @param said lines that the run has said; not all of them are kept where it said too many
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("ExecutionLog")
    record Log(List<Execution.LogLine> items, @Nullable String nextCursor, int said) {}

    @GET
    @Path("{id}/log")
    @RolesAllowed("viewer")
    @QueryParameter(value = "after", what = "a nextCursor")
    @QueryParameter("limit")
    public Log log(@Auth Operator operator, @PathParam("id") String path, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        int after = Math.toIntExact(query.whole("after", 0, Integer.MAX_VALUE, 0));
        int limit = Math.toIntExact(query.whole("limit", 1, QueryBounds.LOG_LINES, QueryBounds.LOG_LINES));
        query.check();
        Execution run = run(path);
        List<Execution.LogLine> lines = executions.log(run.id(), after, limit);
        int last = lines.isEmpty() ? after : lines.get(lines.size() - 1).line();
        return new Log(
                lines,
                lines.size() < limit && isOver(run) ? null : Integer.toString(last),
                run.output().logLines());
    }

    @POST
    @Path("{id}/interrupt")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    @ResponseBodyType(value = JobCommandsResource.Interrupted.class, status = 202)
    public Response interrupt(@Auth Operator operator, @PathParam("id") String path, ReasonBody body) {
        long id = PathIds.parse(path, Long::parseLong);
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(
                operations.interrupt(id, attribution), run -> JobCommandsResource.Interrupted.of(List.of(run)));
    }

    private Execution run(String path) {
        return executions
                .find(PathIds.parse(path, Long::parseLong))
                .orElseThrow(() -> new ProblemException(CommandResponse.noSuch()));
    }

    private boolean isOver(Execution run) {
        Instant finished = run.times().finishedAt();
        return finished != null && finished.isBefore(clock.instant().minus(LAST_WORDS));
    }

    private static @Nullable Instant time(RequestQuery query, String name) {
        return query.optional(name, 64, ExecutionsResource::time, "must be a time as in 2026-03-01T12:00:00Z");
    }

    /** Within what Postgres knows. */
    private static Instant time(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 1970 || time.getYear() > 9999) {
            throw new IllegalArgumentException(text);
        }
        return time.toInstant();
    }
}
