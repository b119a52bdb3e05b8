package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.operator.account.Role;
import touchline.api.ops.command.CommandBodies;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.CommandTimes;
import touchline.api.ops.command.PauseView;
import touchline.api.ops.command.ReasonBody;
import touchline.api.ops.command.Resumed;
import touchline.api.problem.Problems;
import touchline.api.request.PathIds;
import touchline.scheduler.forecast.Forecast;
import touchline.scheduler.forecast.Upcoming;
import touchline.scheduler.history.Execution;
import touchline.scheduler.history.ExecutionsQuery;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CatchUp;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;

/** Commands to a job, on any node. */
@Path("/v1/ops/jobs/{group}/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class JobCommandsResource {
    private static final int NEXT = 10;

    private final JobOperations operations;
    private final ExecutionsQuery executions;
    private final Upcoming upcoming;
    private final Clock clock;

    JobCommandsResource(JobOperations operations, ExecutionsQuery executions, Upcoming upcoming, Clock clock) {
        this.operations = operations;
        this.executions = executions;
        this.upcoming = upcoming;
        this.clock = clock;
    }

    @POST
    @Path("pause")
    @RolesAllowed("operator")
    @ResponseBodyType(PauseView.class)
    public Response pause(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            CommandBodies.PauseBody body) {
        JobName job = CommandResponse.job(group, name);
        Instant until = CommandTimes.until(body.until(), clock.instant());
        boolean force = body.isForced();
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(
                operations.pause(job, until, force, attribution),
                pause -> Response.ok(PauseView.of(pause)).build());
    }

    @POST
    @Path("resume")
    @RolesAllowed("operator")
    @ResponseBodyType(Resumed.class)
    public Response resume(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            CommandBodies.ResumeBody body) {
        JobName job = CommandResponse.job(group, name);
        String catchUp = body.catchUp();
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(
                operations.resume(
                        job,
                        catchUp == null ? CatchUp.ONE : CatchUp.valueOf(catchUp.toUpperCase(Locale.ROOT)),
                        attribution),
                Resumed::of);
    }

    /**
     * A run that was asked for.
     *
     * @param waitsFor what it has to wait for, in words; left out where that is nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SchemaName("TriggerResult")
    record Triggered(String executionId, @Nullable String waitsFor) {
        static Response of(JobOperations.Triggered run) {
            String id = Long.toString(run.execution());
            return Response.accepted(new Triggered(id, run.waitsFor().orElse(null)))
                    .location(URI.create("/v1/ops/executions/" + id))
                    .build();
        }
    }

    @POST
    @Path("trigger")
    @RolesAllowed("operator")
    @ResponseBodyType(value = Triggered.class, status = 202)
    public Response trigger(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            CommandBodies.TriggerBody body) {
        JobName job = CommandResponse.job(group, name);
        Map<String, String> parameters = body.parameters() == null ? Map.of() : body.parameters();
        Attribution attribution = operator.attribution(body.reason());
        if (body.isForced() && !operator.role().includes(Role.ADMIN)) {
            return Problems.forbidden("Only an admin may force a run.").response();
        }
        return CommandResponse.answer(
                body.isForced()
                        ? operations.triggerForced(job, parameters, attribution)
                        : operations.trigger(job, parameters, attribution),
                "parameters.",
                Triggered::of);
    }

    /** The runs whose interruption was requested; each run shows its progress. */
    @SchemaName("InterruptResult")
    record Interrupted(List<String> executions) {
        static Response of(List<Long> runs) {
            return Response.accepted(
                            new Interrupted(runs.stream().map(String::valueOf).toList()))
                    .build();
        }
    }

    /** Interrupts all runs of the job, or the one that {@code execution} names. */
    @POST
    @Path("interrupt")
    @RolesAllowed("operator")
    @ResponseBodyType(value = Interrupted.class, status = 202)
    public Response interrupt(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            CommandBodies.InterruptBody body) {
        JobName job = CommandResponse.job(group, name);
        String execution = body.execution();
        Attribution attribution = operator.attribution(body.reason());
        if (execution == null) {
            return CommandResponse.answer(operations.interrupt(job, attribution), Interrupted::of);
        }
        CommandResult<Long> result = executions
                .find(PathIds.parse(execution, Long::parseLong))
                .filter(run -> run.job().equals(job))
                .map(Execution::id)
                .map(id -> operations.interrupt(id, attribution))
                .orElseGet(CommandResult.NotFound::new);
        return CommandResponse.answer(result, id -> Interrupted.of(List.of(id)));
    }

    /** By {@code cron}, perhaps in a {@code zone}, or {@code every} so often. */
    @PUT
    @Path("schedule")
    @RolesAllowed("admin")
    @ResponseBodyType(Scheduled.class)
    public Response override(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            ScheduleBody body) {
        JobName job = CommandResponse.job(group, name);
        Schedule schedule =
                body.schedule(clock.instant(), (field, message) -> {}).orElseGet(Schedule.OnDemand::new);
        boolean force = body.isForced();
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(
                operations.schedules().override(job, schedule, force, attribution), now -> scheduled(job, now));
    }

    @DELETE
    @Path("schedule")
    @RolesAllowed("admin")
    @ResponseBodyType(Scheduled.class)
    public Response restore(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            ReasonBody body) {
        JobName job = CommandResponse.job(group, name);
        Attribution attribution = operator.attribution(body.reason());
        return CommandResponse.answer(operations.schedules().restore(job, attribution), now -> scheduled(job, now));
    }

    /** The schedule in effect from now on, and its next ten times. */
    @SchemaName("ScheduleChange")
    record Scheduled(@JsonUnwrapped ScheduleView schedule, List<Instant> next) {}

    private Response scheduled(JobName job, Schedule now) {
        Forecast forecast = upcoming.of(job, NEXT, ZoneOffset.UTC);
        return Response.ok(new Scheduled(
                        ScheduleView.of(now),
                        forecast.times().stream().map(Forecast.Time::at).toList()))
                .build();
    }
}
