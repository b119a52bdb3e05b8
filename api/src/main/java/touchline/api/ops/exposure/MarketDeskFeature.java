package touchline.api.ops.exposure;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.auth.LogInRepository;
import touchline.api.ops.chart.ChartsFeature;
import touchline.api.ops.command.FourEyes;
import touchline.api.ops.correction.CorrectionsFeature;
import touchline.api.ops.customer.CustomersFeature;
import touchline.api.trailing.BestPrices;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.customer.EmailDigests;
import touchline.market.exposure.Exposures;
import touchline.market.exposure.HolderQuery;
import touchline.market.exposure.HouseResultQuery;
import touchline.market.surveillance.SuspicionQuery;
import touchline.scheduler.operation.JobOperations;

/** Installs the REST API for operators: the exposure of the house, charts, customers, corrections and suspicious trades. */
public final class MarketDeskFeature {
    private MarketDeskFeature() {}

    /**
     * Installs it.
     *
     * @param jobs to request settlements
     */
    public static void install(
            NodeContext context, MarketServices market, LogInRepository logIns, BestPrices best, JobOperations jobs) {
        JerseyEnvironment jersey = context.environment().jersey();
        FourEyes fourEyes = new FourEyes(context.configuration().operators().timeApart(), context.clock());
        jersey.register(new ExposureResource(
                new Exposures(market.redis(), market.rules().limits()),
                new HouseResultQuery(market.jdbi()),
                new HolderQuery(market.jdbi()),
                context.clock()));
        jersey.register(new PlayerSearchResource(market.instruments()));
        ChartsFeature.install(context, market);
        CustomersFeature.install(
                jersey,
                market,
                logIns,
                best,
                new EmailDigests(context.configuration().access().secrets()),
                fourEyes);
        CorrectionsFeature.install(context, market, jobs, fourEyes);
        jersey.register(new SurveillanceResource(new SuspicionQuery(market.jdbi()), context.clock()));
    }
}
