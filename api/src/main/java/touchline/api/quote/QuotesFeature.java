package touchline.api.quote;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.List;
import touchline.api.config.LimitsConfig;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;

/** Installs the routes for quotes, and for the terms and hours of trading. */
public final class QuotesFeature {
    private QuotesFeature() {}

    public static void install(NodeContext context, MarketServices market) {
        JerseyEnvironment jersey = context.environment().jersey();
        jersey.register(new QuoteResource(market.spot(), market.rules()));
        jersey.register(new QuotesResource(market.spot(), market.rules()));
        jersey.register(new CalendarResource(market.jdbi()));
        LimitsConfig limits = context.configuration().limits();
        jersey.register(new MarketResource(
                new MarketResource.Terms(
                        market.rules(),
                        context.configuration().market().depth(),
                        limits.isEnabled() ? limits.requests().ofUser() : List.of()),
                market.spot(),
                market.positions(),
                context.halts(),
                context.clock()));
    }
}
