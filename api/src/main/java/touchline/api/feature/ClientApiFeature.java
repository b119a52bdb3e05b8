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
import touchline.api.quote.QuoteResource;
import touchline.api.quote.QuotesResource;
import touchline.api.status.MarketStatus;
import touchline.api.status.StatusResource;
import touchline.api.terms.MarketResource;
import touchline.api.trading.FillsResource;
import touchline.api.trading.HoldingsResource;
import touchline.api.trading.OrdersResource;
import touchline.api.trading.PositionViews;
import touchline.api.trading.PositionsResource;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.inplay.InPlayRequests;
import touchline.market.instrument.Candles;
import touchline.market.instrument.PastPrices;
import touchline.market.instrument.TickQuery;
import touchline.market.leaderboard.LeaderboardQuery;
import touchline.market.portfolio.Portfolios;
import touchline.market.position.PositionQuery;
import touchline.market.resting.RestingOrders;
import touchline.market.spinner.SpinQuery;
import touchline.market.spot.OrderQuery;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.LedgerQuery;

/** The REST API for clients. */
public final class ClientApiFeature {
    private ClientApiFeature() {}

    public static void install(NodeContext context, MarketServices market, MarketStatus status) {
        JerseyEnvironment jersey = context.environment().jersey();
        Portfolios portfolios = new Portfolios(
                market.wallets(), market.spot(), market.positions(), market.instruments(), market.rules());
        trading(market, portfolios, jersey);
        jersey.register(new AccountResource(portfolios, new LedgerQuery(market.jdbi())));
        PastPrices past = new PastPrices(market.redis(), market.jdbi());
        jersey.register(new InstrumentsResource(market.instruments(), past, context.halts(), context.clock()));
        jersey.register(new PricesResource(
                market.instruments(),
                new TickQuery(market.jdbi()),
                new Candles(market.redis(), market.jdbi()),
                context.clock()));
        jersey.register(new FixturesResource(
                new FixtureRepository(market.jdbi()),
                new MatchEventQuery(market.jdbi()),
                context.feedWatch(market.jdbi())));
        jersey.register(new LeaderboardResource(new LeaderboardQuery(market.jdbi()), context.clock()));
        jersey.register(new SpinnerResource(new SpinQuery(market.jdbi()), context.clock()));
        jersey.register(new StatusResource(status, context.halts()));
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
        OrderQuery orders = new OrderQuery(market.jdbi(), unreadable);
        jersey.register(
                new OrdersResource(market.spot(), orders, requests, new RestingOrders(market.redis()), market.rules()));
        jersey.register(new FillsResource(orders));
        jersey.register(new QuoteResource(market.spot(), market.rules()));
        jersey.register(new QuotesResource(market.spot(), market.rules()));
        jersey.register(new HoldingsResource(portfolios));
        PositionQuery history = new PositionQuery(market.jdbi(), unreadable);
        jersey.register(new PositionsResource(
                market.positions(), new PositionViews(market.positions(), history, market.instruments(), requests)));
    }
}
