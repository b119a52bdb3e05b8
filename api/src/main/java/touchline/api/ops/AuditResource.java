package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.scheduler.audit.AuditLog;

/** The audit of operators' commands. */
@Path("/v1/ops/audit")
@Produces(MediaType.APPLICATION_JSON)
final class AuditResource {
    private final AuditLog audit;

    AuditResource(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * Something done.
     *
     * @param origin the address it came from; empty where a node did it by itself
     * @param subject what it was done to, as in {@code sportmonks/poll}
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("AuditEntry")
    record AuditView(
            String id,
            Instant at,
            String actor,
            @Nullable String origin,
            String action,
            String subject,
            @Nullable String reason,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {

        static AuditView of(AuditLog.Entry entry) {
            return new AuditView(
                    Long.toString(entry.id()),
                    entry.at(),
                    entry.actor(),
                    entry.origin(),
                    entry.action(),
                    entry.subject(),
                    entry.reason(),
                    entry.before(),
                    entry.after());
        }
    }

    /** The latest first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter("subject")
    @QueryParameter("actor")
    @QueryParameter(value = "q", what = "a part of the subject, the action or the reason")
    @QueryParameter(value = "from", what = "the first time")
    @QueryParameter(value = "to", what = "the time after the last")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<AuditView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String subject = query.text("subject", 200);
        String actor = query.text("actor", 200);
        String text = query.text("q", 100);
        Instant from = query.time("from");
        Instant until = query.time("to");
        long before = query.before();
        int limit = query.limit();
        query.check();
        return Page.of(
                audit.latest(new AuditLog.Filter(subject, actor, text, from, until), before, limit + 1),
                limit,
                AuditView::of,
                entry -> Long.toString(entry.id()));
    }
}
