package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandBodies;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.CommandTimes;
import touchline.api.ops.command.PauseView;
import touchline.api.ops.command.ReasonBody;
import touchline.api.ops.command.Resumed;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.history.SchedulerStatus;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.JobOperations;

/** The scheduler of all nodes together. */
@Path("/v1/ops/scheduler")
@Produces(MediaType.APPLICATION_JSON)
final class SchedulerResource {
    private final JobOperations operations;
    private final JobStatusQuery statuses;
    private final Clock clock;

    SchedulerResource(JobOperations operations, JobStatusQuery statuses, Clock clock) {
        this.operations = operations;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * The state of the scheduler.
     *
     * @param state {@code PAUSED}, {@code FIRING}, or {@code OFF} where no node is alive
     * @param paused null where it isn't
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Scheduler")
    record SchedulerView(
            String state,
            @Nullable PauseView paused,
            @JsonUnwrapped SchedulerStatus status) {}

    @GET
    @RolesAllowed("viewer")
    public SchedulerView find(@Auth Operator operator) {
        PauseView paused = operations.pauses().ofEverything().map(PauseView::of).orElse(null);
        SchedulerStatus status = statuses.scheduler();
        return new SchedulerView(paused != null ? "PAUSED" : status.nodes() == 0 ? "OFF" : "FIRING", paused, status);
    }

    @POST
    @Path("pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("admin")
    @ResponseBodyType(PauseView.class)
    public Response pause(@Auth Operator operator, CommandBodies.PauseAllBody body) {
        Instant until = CommandTimes.until(body.until(), clock.instant());
        boolean force = body.isForced();
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(
                operations.pauseEverything(until, force, attribution),
                pause -> Response.ok(PauseView.of(pause)).build());
    }

    @POST
    @Path("resume")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("admin")
    @ResponseBodyType(Resumed.class)
    public Response resume(@Auth Operator operator, ReasonBody body) {
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(operations.resumeEverything(attribution), Resumed::of);
    }
}
