package touchline.api.feature;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.account.AccountResource;
import touchline.api.catalogue.CatalogueFeature;
import touchline.api.catalogue.InstrumentReads;
import touchline.api.leaderboard.LeaderboardFeature;
import touchline.api.quote.QuotesFeature;
import touchline.api.trading.TradingFeature;
import touchline.api.trailing.BestPrices;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.portfolio.Portfolios;
import touchline.market.wallet.LedgerQuery;

/** Installs the REST API for clients. */
public final class ClientApiFeature {
    private ClientApiFeature() {}

    /** Returns the readings of instruments, for what Jersey does not serve. */
    public static InstrumentReads install(NodeContext context, MarketServices market, BestPrices best) {
        JerseyEnvironment jersey = context.environment().jersey();
        Portfolios portfolios = new Portfolios(
                market.wallets(), market.spot(), market.positions(), market.instruments(), market.rules());
        TradingFeature.install(jersey, market, portfolios, best);
        QuotesFeature.install(context, market);
        jersey.register(new AccountResource(portfolios, new LedgerQuery(market.jdbi())));
        LeaderboardFeature.install(jersey, market.jdbi(), context.clock());
        return CatalogueFeature.install(context, market);
    }
}
