package touchline.api.ops;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
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
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.OptionalText;
import touchline.api.constraint.TimeAhead;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.CommandResponse;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;

/** Alerts. */
@Path("/v1/ops/alerts")
@Produces(MediaType.APPLICATION_JSON)
final class AlertsResource {
    private static final List<String> STATES = List.of("open", "all");

    private final Alerts alerts;
    private final Predicate<String> operators;
    private final Clock clock;

    /**
     * Creates it.
     *
     * @param operators whether an operator of that name can log in
     */
    AlertsResource(Alerts alerts, Predicate<String> operators, Clock clock) {
        this.alerts = alerts;
        this.operators = operators;
        this.clock = clock;
    }

    /** Silences the alert until a time ahead, or for a duration. */
    @SchemaName("SilenceRequest")
    record SilenceBody(
            @CommandReason String reason,

            @NotNull(message = "is required: a time ahead as in 2026-03-01T12:00:00Z, or a duration as in PT30M")
            @TimeAhead
            String until) {}

    /** Open alerts, critical ones first; or all alerts, the latest first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "state", what = "open (the default) or all")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<AlertView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String state = query.optional("state", 8, AlertsResource::state, "must be one of open, all");
        long before = query.before();
        int limit = query.limit();
        query.check();
        Instant now = clock.instant();
        if (!"all".equals(state)) {
            return new Page<>(
                    alerts.open().stream().map(alert -> view(alert, now)).toList(), null);
        }
        return Page.of(
                alerts.recent(before == Long.MAX_VALUE ? null : before, limit + 1),
                limit,
                alert -> view(alert, now),
                alert -> Long.toString(alert.id()));
    }

    /** Returns an alert with its deliveries. */
    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    public AlertView find(@Auth Operator operator, @PathParam("id") String id) {
        return alerts.find(PathIds.parse(id, Long::parseLong))
                .map(found ->
                        AlertView.of(found.alert(), alerts.runbook(found.alert()), clock.instant(), found.deliveries()))
                .orElseThrow(() -> new ProblemException(noSuch()));
    }

    /** Silences an alert: it sends no messages until then, and stays open. */
    @POST
    @Path("{id}/silence")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(AlertView.class)
    public Response silence(@Auth Operator operator, @PathParam("id") String id, SilenceBody body) {
        Instant until = TimeAhead.TimeAheadCheck.time(body.until(), clock.instant());
        Attribution attribution = operator.attribution(body.reason());
        return answer(alerts.silence(PathIds.parse(id, Long::parseLong), until, attribution));
    }

    /** Ends the silence of an alert. */
    @POST
    @Path("{id}/unsilence")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(AlertView.class)
    public Response unsilence(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        Attribution attribution = operator.attribution(body.reason());
        return answer(alerts.silence(PathIds.parse(id, Long::parseLong), clock.instant(), attribution));
    }

    /** Acknowledges an alert: its operator handles it. */
    @POST
    @Path("{id}/acknowledge")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(AlertView.class)
    public Response acknowledge(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        return answer(alerts.acknowledge(PathIds.parse(id, Long::parseLong), operator.attribution(body.reason())));
    }

    /**
     * Whom an alert is assigned to.
     *
     * @param operator a name; null for nobody
     */
    @SchemaName("AlertAssignment")
    record AssignBody(
            @OptionalText(max = 64) @Nullable String operator,
            @CommandReason String reason) {}

    /** Assigns an alert to an operator, or to nobody. */
    @POST
    @Path("{id}/assign")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(AlertView.class)
    public Response assign(@Auth Operator operator, @PathParam("id") String id, AssignBody body) {
        String name = body.operator() == null || body.operator().isBlank()
                ? null
                : body.operator().strip();
        if (name != null && !operators.test(name)) {
            throw new ProblemException(Problems.invalid(
                    List.of(new Problem.FieldError("operator", "must be the name of an operator who can log in"))));
        }
        return answer(alerts.assign(PathIds.parse(id, Long::parseLong), name, operator.attribution(body.reason())));
    }

    /** Closes an alert. It opens again if its condition persists; then silence it instead. */
    @POST
    @Path("{id}/close")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(AlertView.class)
    public Response close(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        Attribution attribution = operator.attribution(body.reason());
        return answer(alerts.close(PathIds.parse(id, Long::parseLong), attribution));
    }

    private Response answer(CommandResult<Alert> result) {
        return result instanceof CommandResult.NotFound
                ? noSuch().response()
                : CommandResponse.answer(
                        result,
                        alert -> Response.ok(view(alert, clock.instant())).build());
    }

    private AlertView view(Alert alert, Instant now) {
        return AlertView.of(alert, alerts.runbook(alert), now, null);
    }

    private static String state(String text) {
        if (!STATES.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Problem noSuch() {
        return Problem.of("not-found", "Not found", 404, "There is no such alert.");
    }
}
