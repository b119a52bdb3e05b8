package touchline.api.trading;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.trailing.BestPrices;
import touchline.api.trailing.TrailingLevels;
import touchline.api.wiring.MarketServices;
import touchline.market.inplay.InPlayRequests;
import touchline.market.margin.TickTape;
import touchline.market.portfolio.Portfolios;
import touchline.market.position.book.PositionQuery;
import touchline.market.resting.RestingOrders;
import touchline.market.spot.OrderQuery;
import touchline.market.unreadable.UnreadableRecords;

/** Installs the routes for orders, fills, holdings and positions. */
public final class TradingFeature {
    private TradingFeature() {}

    public static void install(
            JerseyEnvironment jersey, MarketServices market, Portfolios portfolios, BestPrices best) {
        InPlayRequests requests = new InPlayRequests(market.redis(), market.jdbi());
        UnreadableRecords unreadable = new UnreadableRecords(market.redis());
        OrderQuery orders = new OrderQuery(market.jdbi(), unreadable);
        jersey.register(
                new OrdersResource(market.spot(), orders, requests, new RestingOrders(market.redis()), market.rules()));
        jersey.register(new FillsResource(orders));
        jersey.register(new HoldingsResource(portfolios));
        PositionQuery history = new PositionQuery(market.jdbi(), unreadable);
        jersey.register(new PositionsResource(
                market.positions(),
                new PositionViews(
                        market.positions(),
                        history,
                        market.instruments(),
                        requests,
                        new TrailingLevels(new TickTape(market.redis()), best)),
                market.instruments()));
    }
}
