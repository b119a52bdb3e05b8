package touchline.api.catalogue;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.instrument.Candles;
import touchline.market.instrument.PastPrices;
import touchline.market.instrument.TickQuery;

/** Installs the routes for instruments, their prices, and fixtures. */
public final class CatalogueFeature {
    private CatalogueFeature() {}

    /** Returns the readings of instruments, for what Jersey does not serve. */
    public static InstrumentReads install(NodeContext context, MarketServices market) {
        JerseyEnvironment jersey = context.environment().jersey();
        PastPrices past = new PastPrices(market.redis(), market.jdbi());
        InstrumentReads reads = new InstrumentReads(market.instruments(), past, context.halts(), context.clock());
        jersey.register(new InstrumentsResource(market.instruments(), reads));
        jersey.register(new PricesResource(
                market.instruments(),
                new TickQuery(market.jdbi()),
                new Candles(market.redis(), market.jdbi()),
                context.clock()));
        jersey.register(new FixturesResource(
                new FixtureRepository(market.jdbi()),
                new MatchEventQuery(market.jdbi()),
                context.feedWatch(market.jdbi())));
        return reads;
    }
}
