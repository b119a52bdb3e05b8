package touchline.api.ops.customer;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.auth.LogInRepository;
import touchline.api.ops.command.FourEyes;
import touchline.api.trailing.BestPrices;
import touchline.api.trailing.TrailingLevels;
import touchline.api.wiring.MarketServices;
import touchline.market.customer.AdjustmentBooking;
import touchline.market.customer.CustomerBlockRepository;
import touchline.market.customer.CustomerQuery;
import touchline.market.customer.EmailDigests;
import touchline.market.margin.LastSeen;
import touchline.market.margin.TickTape;
import touchline.market.portfolio.Portfolios;
import touchline.market.position.book.PositionQuery;
import touchline.market.spot.OrderQuery;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.LedgerQuery;

/** Installs the routes for customers: their books, blocks and adjustments. */
public final class CustomersFeature {
    private CustomersFeature() {}

    public static void install(
            JerseyEnvironment jersey,
            MarketServices market,
            LogInRepository logIns,
            BestPrices best,
            EmailDigests digests,
            FourEyes fourEyes) {
        UnreadableRecords unreadable = new UnreadableRecords(market.redis());
        CustomerReads reads = new CustomerReads(
                new CustomerQuery(market.jdbi()),
                new Portfolios(
                        market.wallets(), market.spot(), market.positions(), market.instruments(), market.rules()),
                market,
                new PositionQuery(market.jdbi(), unreadable),
                new LastSeen(market.redis()),
                new TrailingLevels(new TickTape(market.redis()), best));
        AdjustmentDesk adjustments = new AdjustmentDesk(market.jdbi(), new AdjustmentBooking(market.redis()), fourEyes);
        jersey.register(new CustomersResource(
                reads,
                new CustomerDesk(market.jdbi(), new CustomerBlockRepository(market.redis())),
                adjustments,
                market.rules().limits(),
                digests));
        jersey.register(new CustomerBooksResource(
                reads, new LedgerQuery(market.jdbi()), new OrderQuery(market.jdbi(), unreadable), logIns));
        jersey.register(new AdjustmentsResource(adjustments));
    }
}
