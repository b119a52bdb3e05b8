package touchline.api.feature;

import io.dropwizard.auth.PolymorphicAuthDynamicFeature;
import io.dropwizard.auth.PolymorphicAuthValueFactoryProvider;
import io.dropwizard.auth.oauth.OAuthCredentialAuthFilter;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import jakarta.servlet.DispatcherType;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import touchline.api.answer.StoredAnswers;
import touchline.api.apikey.ApiKeys;
import touchline.api.apikey.ApiKeysFeature;
import touchline.api.auth.AccessTokens;
import touchline.api.auth.Accounts;
import touchline.api.auth.AuthResource;
import touchline.api.auth.GoogleLogIn;
import touchline.api.auth.IdTokens;
import touchline.api.auth.LogInRepository;
import touchline.api.auth.RevokedTokens;
import touchline.api.auth.Trader;
import touchline.api.auth.TraderAuthenticator;
import touchline.api.auth.UnauthorizedProblemHandler;
import touchline.api.config.GoogleConfig;
import touchline.api.operator.Operator;
import touchline.api.origin.CrossOriginFilter;
import touchline.api.secret.SecretSeal;
import touchline.api.webhook.WebhooksFeature;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.jobs.auth.GoogleKeys;
import touchline.market.customer.EmailDigests;

/**
 * Installs the authentication of traders, by access tokens and API keys.
 *
 * @param logIns the record of who logged in when
 * @param endedWebhooks deletes rows of users' webhooks that have ended, and counts them
 * @param answers answers that are given again to a request that is repeated under its key
 */
public record TradersFeature(
        AccessTokens tokens,
        RevokedTokens revokedTokens,
        LogInRepository logIns,
        Accounts accounts,
        ApiKeys apiKeys,
        IntSupplier endedWebhooks,
        StoredAnswers answers) {

    public static TradersFeature install(NodeContext context, MarketServices market) {
        StoredAnswers answers = new StoredAnswers(
                context.jdbi(),
                new SecretSeal(context.configuration().access().secrets(), "answer"),
                context.environment().getObjectMapper());
        TradersFeature traders = new TradersFeature(
                new AccessTokens(context.configuration().access().secrets(), context.clock()),
                new RevokedTokens(context.jdbi()),
                new LogInRepository(context.jdbi()),
                new Accounts(market.wallets(), context.configuration().market().newUserStake()),
                ApiKeysFeature.install(context, answers),
                WebhooksFeature.install(context, answers),
                answers);
        context.environment().lifecycle().manage(traders.revokedTokens());
        context.environment()
                .servlets()
                .addFilter(
                        "cross-origin",
                        new CrossOriginFilter(context.configuration().access().allowedOrigins()))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        JerseyEnvironment jersey = context.environment().jersey();
        // Only for methods that take a Trader: operators have their own gate, and neither opens the other's
        // doors.
        jersey.register(new PolymorphicAuthDynamicFeature<Principal>(Map.of(
                Trader.class,
                new OAuthCredentialAuthFilter.Builder<Trader>()
                        .setAuthenticator(traders.authenticator())
                        .setPrefix("Bearer")
                        .setUnauthorizedHandler(new UnauthorizedProblemHandler())
                        .buildAuthFilter())));
        jersey.register(
                new PolymorphicAuthValueFactoryProvider.Binder<Principal>(Set.of(Trader.class, Operator.class)));
        return traders;
    }

    /** Knows them by their tokens and API keys. */
    public TraderAuthenticator authenticator() {
        return new TraderAuthenticator(tokens, revokedTokens, accounts, apiKeys::authenticate);
    }

    /** Creates the log-in; empty if Google's keys are not configured. */
    public void registerAuthentication(NodeContext context, Optional<GoogleKeys> google) {
        GoogleConfig config = context.configuration().google();
        Optional<GoogleLogIn> logIn = google.map(keys -> new GoogleLogIn(
                new IdTokens(config.settings(), keys::find, context.clock()),
                accounts,
                tokens,
                context.configuration().access().tokenLifetime().toJavaDuration(),
                new EmailDigests(context.configuration().access().secrets())));
        context.environment()
                .jersey()
                .register(new AuthResource(
                        logIn, String.valueOf(config.clientId()), config.signInUrl(), revokedTokens, logIns));
    }
}
