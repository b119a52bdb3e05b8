package touchline.api.ops.settlement;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.market.matchfeed.FixtureId;
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
    @QueryParameter(value = "fixtureId", what = "a match; all without it")
    @QueryParameter("limit")
    public Page<UnsettledMatchView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        FixtureId fixture = query.optional("fixtureId", 24, FixtureId::parse, "must be the id of a match");
        int limit = query.limit();
        query.check();
        return new Page<>(
                matches.list(fixture, limit).stream()
                        .map(UnsettledMatchView::of)
                        .toList(),
                null);
    }
}
