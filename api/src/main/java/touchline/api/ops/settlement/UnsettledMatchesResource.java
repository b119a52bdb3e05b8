package touchline.api.ops.settlement;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.market.settlement.status.UnsettledMatchQuery;

/** Matches that are not settled, and what each waits for. */
@Path("/v1/ops/unsettled")
@Produces(MediaType.APPLICATION_JSON)
final class UnsettledMatchesResource {
    private final UnsettledMatchQuery matches;

    UnsettledMatchesResource(UnsettledMatchQuery matches) {
        this.matches = matches;
    }

    /** By kick-off. */
    @GET
    @RolesAllowed("viewer")
    public Page<UnsettledMatchView> list(@Auth Operator operator, @QueryParam("limit") @Nullable String limit) {
        return new Page<>(
                matches.list(Page.limit(limit)).stream()
                        .map(UnsettledMatchView::of)
                        .toList(),
                null);
    }
}
