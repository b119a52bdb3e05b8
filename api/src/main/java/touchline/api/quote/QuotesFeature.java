package touchline.api.quote;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.wiring.MarketServices;

/** Installs the routes for quotes. */
public final class QuotesFeature {
    private QuotesFeature() {}

    public static void install(JerseyEnvironment jersey, MarketServices market) {
        jersey.register(new QuoteResource(market.spot(), market.rules()));
        jersey.register(new QuotesResource(market.spot(), market.rules()));
    }
}
