package touchline.api.ops.exposure;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import touchline.api.constraint.Text;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.request.QueryBounds;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.Instruments;
import touchline.market.search.SearchText;

/** Finds players by a text of which nobody knows yet whether it names a player or a customer. */
@Path("/v1/ops/instruments/search")
@Produces(MediaType.APPLICATION_JSON)
final class PlayerSearchResource {
    private static final int MOST = 20;

    private final Instruments instruments;

    PlayerSearchResource(Instruments instruments) {
        this.instruments = instruments;
    }

    /**
     * What is looked for.
     *
     * @param text a part of the name of a player or a team
     */
    @SchemaName("PlayerSearch")
    record SearchBody(@Text(max = QueryBounds.SEARCH) String text) {
        /** Without the text, which may be the name of a customer. */
        @Override
        public String toString() {
            return "SearchBody[]";
        }
    }

    /** A player who was found. */
    @SchemaName("FoundPlayer")
    record PlayerView(String id, String name, String team) {
        private static PlayerView of(Instrument one) {
            return new PlayerView(one.id().toString(), one.name(), one.team());
        }
    }

    /** Finds the first 20, by id. The text is in the body, as addresses of requests are logged by proxies. */
    @POST
    @RolesAllowed("viewer")
    @Consumes(MediaType.APPLICATION_JSON)
    public Page<PlayerView> search(@Auth Operator operator, SearchBody body) {
        SearchText words = SearchText.of(body.text().strip());
        return new Page<>(
                instruments.page(null, 0, one -> words.isIn(one.name()) || words.isIn(one.team()), MOST).stream()
                        .map(PlayerView::of)
                        .toList(),
                null);
    }
}
