package touchline.api.ops.calendar;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.ReasonBody;
import touchline.scheduler.calendar.JobCalendar;
import touchline.scheduler.operation.CalendarOperations;
import touchline.scheduler.operation.CommandResult;

/** Calendars of days on which jobs must not run. */
@Path("/v1/ops/calendars")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class CalendarsResource {
    private final CalendarOperations calendars;

    CalendarsResource(CalendarOperations calendars) {
        this.calendars = calendars;
    }

    /** All calendars, by name. */
    @SchemaName("JobCalendars")
    record Calendars(List<CalendarView> items) {}

    @GET
    @RolesAllowed("viewer")
    public Calendars list(@Auth Operator operator) {
        return new Calendars(calendars.all().stream().map(CalendarView::of).toList());
    }

    @PUT
    @Path("{name}")
    @RolesAllowed("admin")
    @ResponseBodyType(CalendarView.class)
    public Response write(@Auth Operator operator, @PathParam("name") String name, CalendarBody body) {
        Map<String, String> complaints = new TreeMap<>();
        Optional<JobCalendar> calendar = body.calendar(name, complaints);
        CommandResult<CalendarOperations.UsedCalendar> result = calendar.isEmpty()
                ? new CommandResult.Invalid<>(complaints)
                : calendars.write(calendar.get(), body.isForced(), operator.attribution(body.reason()));
        return CommandResponse.answer(
                result, used -> Response.ok(CalendarView.of(used)).build());
    }

    @DELETE
    @Path("{name}")
    @RolesAllowed("admin")
    @ResponseBodyType(CalendarView.class)
    public Response delete(@Auth Operator operator, @PathParam("name") String name, ReasonBody body) {
        return CommandResponse.answer(
                calendars.delete(name, operator.attribution(body.reason())),
                calendar -> Response.ok(CalendarView.of(new CalendarOperations.UsedCalendar(calendar, List.of())))
                        .build());
    }
}
