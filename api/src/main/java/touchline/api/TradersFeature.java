package touchline.api;

import io.dropwizard.auth.PolymorphicAuthDynamicFeature;
import io.dropwizard.auth.PolymorphicAuthValueFactoryProvider;
import io.dropwizard.auth.oauth.OAuthCredentialAuthFilter;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import touchline.api.auth.AccessTokens;
import touchline.api.auth.Accounts;
import touchline.api.auth.AuthResource;
import touchline.api.auth.IdTokens;
import touchline.api.auth.LogIn;
import touchline.api.auth.TakenBack;
import touchline.api.auth.Trader;
import touchline.api.auth.TraderAuthenticator;
import touchline.api.auth.WhoAreYou;
import touchline.api.operator.Operator;
import touchline.jobs.auth.GoogleKeys;

/**
 * Who trades: how people get in, and how they are known again.
 *
 * @param tokens what they are known by
 * @param takenBack those that are good no longer
 */
record TradersFeature(AccessTokens tokens, TakenBack takenBack, Accounts accounts) {

    static TradersFeature install(Stage stage, Market market) {
        TradersFeature traders = new TradersFeature(
                new AccessTokens(stage.configuration().access().secrets(), stage.clock()),
                new TakenBack(stage.jdbi()),
                new Accounts(market.wallets(), stage.configuration().market().newUserStake()));
        stage.environment().lifecycle().manage(traders.takenBack());
        JerseyEnvironment jersey = stage.environment().jersey();
        // Only before what takes a Trader: an Operator is let in by a gate of his own, and neither opens the other's
        // doors.
        jersey.register(new PolymorphicAuthDynamicFeature<Principal>(Map.of(
                Trader.class,
                new OAuthCredentialAuthFilter.Builder<Trader>()
                        .setAuthenticator(traders.authenticator())
                        .setPrefix("Bearer")
                        .setUnauthorizedHandler(new WhoAreYou())
                        .buildAuthFilter())));
        jersey.register(
                new PolymorphicAuthValueFactoryProvider.Binder<Principal>(Set.of(Trader.class, Operator.class)));
        return traders;
    }

    /** Knows them by their tokens. */
    TraderAuthenticator authenticator() {
        return new TraderAuthenticator(tokens, takenBack, accounts);
    }

    /** Opens the door, once it is known whether there are keys of Google's to open it by. */
    void letIn(Stage stage, Optional<GoogleKeys> google) {
        Optional<LogIn> logIn = google.map(keys -> new LogIn(
                new IdTokens(stage.configuration().google().settings(), keys::find, stage.clock()),
                accounts,
                tokens,
                stage.configuration().access().tokenLifetime().toJavaDuration()));
        stage.environment().jersey().register(new AuthResource(logIn, takenBack));
    }
}
