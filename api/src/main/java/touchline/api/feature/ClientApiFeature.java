package touchline.api.feature;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.List;
import touchline.api.account.AccountResource;
import touchline.api.catalogue.FixturesResource;
import touchline.api.catalogue.InstrumentsResource;
import touchline.api.catalogue.PricesResource;
import touchline.api.config.LimitsConfig;
import touchline.api.leaderboard.LeaderboardResource;
import touchline.api.leaderboard.SpinnerResource;
import touchline.api.status.MarketStatus;
import touchline.api.status.StatusResource;
import touchline.api.trading.HoldingsResource;
import touchline.api.trading.MarketResource;
import touchline.api.trading.OrdersResource;
import touchline.api.trading.PositionViews;
import touchline.api.trading.PositionsResource;
import touchline.api.trading.QuoteResource;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.fixture.EventHistory;
import touchline.market.fixture.Fixtures;
import touchline.market.inplay.InPlayRequests;
import touchline.market.instrument.Candles;
import touchline.market.instrument.PastPrices;
import touchline.market.instrument.TickHistory;
import touchline.market.leaderboard.Leaderboard;
import touchline.market.portfolio.Portfolios;
import touchline.market.position.PositionHistory;
import touchline.market.spinner.Spins;
import touchline.market.spot.OrderHistory;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.LedgerHistory;

/** The REST API for clients. */
public final class ClientApiFeature {
    private ClientApiFeature() {}

    public static void install(NodeContext context, MarketServices market, MarketStatus status) {
        JerseyEnvironment jersey = context.environment().jersey();
        Portfolios portfolios = new Portfolios(
                market.wallets(), market.spot(), market.positions(), market.instruments(), market.rules());
        trading(market, portfolios, jersey);
        jersey.register(new AccountResource(portfolios, new LedgerHistory(market.jdbi())));
        PastPrices past = new PastPrices(market.redis(), market.jdbi());
        jersey.register(new InstrumentsResource(market.instruments(), past, context.clock()));
        jersey.register(new PricesResource(
                market.instruments(),
                new TickHistory(market.jdbi()),
                new Candles(market.redis(), market.jdbi()),
                context.clock()));
        jersey.register(new FixturesResource(
                new Fixtures(market.jdbi()), new EventHistory(market.jdbi()), context.feedWatch(market.jdbi())));
        jersey.register(new LeaderboardResource(new Leaderboard(market.jdbi()), context.clock()));
        jersey.register(new SpinnerResource(new Spins(market.jdbi()), context.clock()));
        jersey.register(new StatusResource(status));
        LimitsConfig limits = context.configuration().limits();
        jersey.register(new MarketResource(
                market.rules(),
                context.configuration().market().depth(),
                limits.isEnabled() ? limits.requests().ofUser() : List.of(),
                market.spot(),
                market.positions(),
                context.clock()));
    }

    private static void trading(MarketServices market, Portfolios portfolios, JerseyEnvironment jersey) {
        InPlayRequests requests = new InPlayRequests(market.redis(), market.jdbi());
        UnreadableRecords unreadable = new UnreadableRecords(market.redis());
        jersey.register(new OrdersResource(market.spot(), new OrderHistory(market.jdbi(), unreadable), requests));
        jersey.register(new QuoteResource(market.spot(), market.rules()));
        jersey.register(new HoldingsResource(portfolios));
        PositionHistory history = new PositionHistory(market.jdbi(), unreadable);
        jersey.register(new PositionsResource(
                market.positions(), new PositionViews(market.positions(), history, market.instruments(), requests)));
    }
}
