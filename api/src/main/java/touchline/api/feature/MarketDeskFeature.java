package touchline.api.feature;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.auth.LogInRepository;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.ops.chart.MarketChartsResource;
import touchline.api.ops.correction.CorrectionDesk;
import touchline.api.ops.correction.CorrectionsResource;
import touchline.api.ops.customer.AdjustmentDesk;
import touchline.api.ops.customer.AdjustmentsResource;
import touchline.api.ops.customer.CustomerBooksResource;
import touchline.api.ops.customer.CustomerDesk;
import touchline.api.ops.customer.CustomerReads;
import touchline.api.ops.customer.CustomersResource;
import touchline.api.ops.exposure.ExposureResource;
import touchline.api.ops.surveillance.SurveillanceResource;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.chart.ChartMarkQuery;
import touchline.market.chart.PriceChartQuery;
import touchline.market.correction.CorrectionExecution;
import touchline.market.correction.CorrectionPreviews;
import touchline.market.customer.AdjustmentBooking;
import touchline.market.customer.CustomerBlockRepository;
import touchline.market.customer.CustomerQuery;
import touchline.market.exposure.Exposures;
import touchline.market.exposure.HolderQuery;
import touchline.market.exposure.HouseResultQuery;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchEvents;
import touchline.market.margin.LastSeen;
import touchline.market.portfolio.Portfolios;
import touchline.market.position.PositionQuery;
import touchline.market.spot.OrderQuery;
import touchline.market.surveillance.SuspicionQuery;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.LedgerQuery;

/** Installs the REST API for operators: what the house has at stake, its customers, corrections, and what looks odd. */
public final class MarketDeskFeature {
    private MarketDeskFeature() {}

    public static void install(NodeContext context, MarketServices market, LogInRepository logIns) {
        JerseyEnvironment jersey = context.environment().jersey();
        jersey.register(new ExposureResource(
                new Exposures(market.redis(), market.rules().limits()),
                new HouseResultQuery(market.jdbi()),
                new HolderQuery(market.jdbi()),
                context.clock()));
        jersey.register(new MarketChartsResource(
                market.instruments(),
                new FixtureRepository(market.jdbi()),
                new PriceChartQuery(market.jdbi()),
                new ChartMarkQuery(market.jdbi()),
                context.clock()));
        UnreadableRecords unreadable = new UnreadableRecords(market.redis());
        CustomerReads reads = new CustomerReads(
                new CustomerQuery(market.jdbi()),
                new Portfolios(
                        market.wallets(), market.spot(), market.positions(), market.instruments(), market.rules()),
                market.positions(),
                new PositionQuery(market.jdbi(), unreadable),
                market.instruments(),
                new LastSeen(market.redis()));
        AdjustmentDesk adjustments = new AdjustmentDesk(market.jdbi(), new AdjustmentBooking(market.redis()));
        jersey.register(new CustomersResource(
                reads,
                new CustomerDesk(market.jdbi(), new CustomerBlockRepository(market.redis())),
                adjustments,
                market.rules().limits()));
        jersey.register(new CustomerBooksResource(
                reads, new LedgerQuery(market.jdbi()), new OrderQuery(market.jdbi(), unreadable), logIns));
        jersey.register(new AdjustmentsResource(adjustments));
        jersey.register(new SurveillanceResource(new SuspicionQuery(market.jdbi()), context.clock()));
        jersey.register(new CorrectionsResource(corrections(context, market)));
    }

    private static CorrectionDesk corrections(NodeContext context, MarketServices market) {
        TouchlineConfiguration configuration = context.configuration();
        MatchEvents events = new MatchEvents(
                market.redis(),
                market.rules(),
                configuration.market().bumpTable(),
                configuration.market().eventFreezes());
        return new CorrectionDesk(
                market.jdbi(),
                new CorrectionPreviews(
                        market.jdbi(), market.redis(), market.instruments(), market.positions(), market.rules()),
                new CorrectionExecution(market.jdbi(), market.redis(), market.rules(), events),
                configuration.operators().correctionsToApprove(),
                context.clock());
    }
}
