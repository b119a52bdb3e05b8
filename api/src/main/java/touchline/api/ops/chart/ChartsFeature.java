package touchline.api.ops.chart;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.chart.ChartMarkQuery;
import touchline.market.chart.PriceChartQuery;
import touchline.market.fixture.FixtureRepository;
import touchline.scheduler.trend.ErrorBudgetQuery;
import touchline.scheduler.trend.TrendQuery;

/** Installs the routes for charts of prices and of jobs. */
public final class ChartsFeature {
    private ChartsFeature() {}

    public static void install(NodeContext context, MarketServices market) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        Clock clock = context.clock();
        jersey.register(new TrendsResource(new TrendQuery(jdbi), new ErrorBudgetQuery(jdbi), clock));
        jersey.register(new MarketChartsResource(
                market.instruments(),
                new FixtureRepository(jdbi),
                new PriceChartQuery(jdbi),
                new ChartMarkQuery(jdbi),
                clock));
    }
}
