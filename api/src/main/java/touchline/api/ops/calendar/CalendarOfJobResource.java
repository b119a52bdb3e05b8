package touchline.api.ops.calendar;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.ForceableBody;
import touchline.api.ops.command.ReasonBody;
import touchline.scheduler.operation.CalendarOperations;

/** The calendar that a job goes by. */
@Path("/v1/ops/jobs/{group}/{name}/calendar")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class CalendarOfJobResource {
    private final CalendarOperations calendars;

    CalendarOfJobResource(CalendarOperations calendars) {
        this.calendars = calendars;
    }

    /**
     * The calendar that a job goes by.
     *
     * @param calendar its name
     */
    @SchemaName("CalendarOfJob")
    record CalendarOfJob(String calendar) {
        static Response of(String calendar) {
            return Response.ok(new CalendarOfJob(calendar)).build();
        }
    }

    @PUT
    @Path("{calendar}")
    @RolesAllowed("admin")
    @ResponseBodyType(CalendarOfJob.class)
    public Response use(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            @PathParam("calendar") String calendar,
            ForceableBody body) {
        return CommandResponse.answer(
                calendars.use(
                        CommandResponse.job(group, name),
                        calendar,
                        body.isForced(),
                        operator.attribution(body.reason())),
                CalendarOfJob::of);
    }

    /** Answers the calendar that it no longer goes by. */
    @DELETE
    @RolesAllowed("admin")
    @ResponseBodyType(CalendarOfJob.class)
    public Response endUse(
            @Auth Operator operator,
            @PathParam("group") String group,
            @PathParam("name") String name,
            ReasonBody body) {
        return CommandResponse.answer(
                calendars.endUse(CommandResponse.job(group, name), operator.attribution(body.reason())),
                CalendarOfJob::of);
    }
}
