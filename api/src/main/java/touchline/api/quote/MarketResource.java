package touchline.api.quote;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import touchline.api.auth.Trader;
import touchline.api.limit.NamedQuota;
import touchline.market.MarketRules;
import touchline.market.money.Money;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.spot.Holding;
import touchline.market.spot.SpotTrading;

/** The terms and limits of trading. */
@Path("/v1/market")
@Produces(MediaType.APPLICATION_JSON)
final class MarketResource {
    private final MarketRules rules;
    private final long depth;
    private final List<NamedQuota> quotas;
    private final SpotTrading spot;
    private final Positions positions;
    private final Clock clock;

    /**
     * Creates the resource.
     *
     * @param depth of new instruments
     * @param quotas of a user's requests; empty if they are not limited
     */
    MarketResource(
            MarketRules rules,
            long depth,
            List<NamedQuota> quotas,
            SpotTrading spot,
            Positions positions,
            Clock clock) {
        this.rules = rules;
        this.depth = depth;
        this.quotas = List.copyOf(quotas);
        this.spot = spot;
        this.positions = positions;
        this.clock = clock;
    }

    @GET
    public MarketView find() {
        return MarketView.of(rules, depth, clock);
    }

    /** Exposure is counted as {@code limits.lua} counts it. */
    @GET
    @Path("limits")
    public LimitsView limits(@Auth Trader trader) {
        List<Position> open = positions.openOf(trader.id());
        Money exposure = Money.ZERO;
        for (Holding holding : spot.holdings(trader.id()).values()) {
            exposure = exposure.plus(holding.cost());
        }
        for (Position position : open) {
            exposure = exposure.plus(
                    position.entryPrice().times(position.quantity().shares()));
        }
        return LimitsView.of(rules.limits(), open.size(), exposure, quotas);
    }
}
