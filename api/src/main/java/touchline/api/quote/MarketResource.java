package touchline.api.quote;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.caching.SharedReads;
import touchline.api.catalogue.HaltNotice;
import touchline.api.limit.NamedQuota;
import touchline.market.MarketRules;
import touchline.market.halt.Halts;
import touchline.market.money.Money;
import touchline.market.outage.StoreOutage;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.spot.Holding;
import touchline.market.spot.SpotTrading;

/** The terms and limits of trading. */
@Path("/v1/market")
@Produces(MediaType.APPLICATION_JSON)
final class MarketResource {
    private final Terms terms;
    private final SpotTrading spot;
    private final Positions positions;
    private final Halts halts;
    private final Clock clock;
    private final SharedReads<Boolean, MarketView> reads = new SharedReads<>(any -> read());

    /**
     * What the node is configured with.
     *
     * @param depth of new instruments
     * @param quotas of a user's requests; empty if they are not limited
     */
    record Terms(MarketRules rules, long depth, List<NamedQuota> quotas) {
        Terms {
            quotas = List.copyOf(quotas);
        }
    }

    MarketResource(Terms terms, SpotTrading spot, Positions positions, Halts halts, Clock clock) {
        this.terms = terms;
        this.spot = spot;
        this.positions = positions;
        this.halts = halts;
        this.clock = clock;
    }

    @GET
    public MarketView find() {
        return reads.get(true);
    }

    private MarketView read() {
        return MarketView.of(terms.rules(), terms.depth(), inForce(), clock.instant());
    }

    /** Null if Redis is unreachable: the terms are still answered. */
    private @Nullable List<HaltNotice> inForce() {
        try {
            return HaltNotice.list(halts.now());
        } catch (RuntimeException e) {
            if (StoreOutage.of(e).isEmpty()) {
                throw e;
            }
            return null;
        }
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
        return LimitsView.of(terms.rules().limits(), open.size(), exposure, terms.quotas());
    }
}
