package touchline.api.operator.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Role;
import touchline.api.operator.oidc.OidcRefusal.RefusedException;
import touchline.jobs.auth.IdTokenCheck;

/**
 * Logs operators in by a provider. At most four log-ins wait for it at a time, so that a slow provider leaves the threads to trades, and each network can log in so often only, so
 * that nobody can take all four places or flood the provider. Thread-safe.
 */
public final class OidcLogIn {
    private static final int AT_ONCE = 4;
    private static final int LONGEST_TOKEN = 32_768;

    private final OidcSettings settings;
    private final OidcProvider provider;
    private final ProviderOperators operators;
    private final Predicate<String> logIns;
    private final IdTokenCheck check;
    private final Semaphore exchanges = new Semaphore(AT_ONCE);

    /**
     * Creates it.
     *
     * @param logIns whether a network may log in once more, which counts
     */
    public OidcLogIn(OidcSettings settings, ProviderOperators operators, Predicate<String> logIns, Clock clock) {
        this.settings = settings;
        this.provider = new OidcProvider(settings, System::nanoTime);
        this.operators = operators;
        this.logIns = logIns;
        this.check = new IdTokenCheck(
                settings.client().id(),
                Set.of(settings.issuer(), settings.issuer() + "/"),
                LONGEST_TOKEN,
                provider::key,
                clock);
    }

    /** What the log-in page calls the provider. */
    public String label() {
        return settings.label();
    }

    /** The provider's answer, as the browser brings it. */
    record Answer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {}

    /** Where the browser is sent to log in. */
    URI address(OidcFlow flow) throws RefusedException {
        URI endpoint = metadata().authorization();
        Map<String, String> query = new TreeMap<>(Map.of(
                "response_type",
                "code",
                "scope",
                "openid profile email",
                "client_id",
                settings.client().id(),
                "redirect_uri",
                settings.redirect().toString(),
                "state",
                flow.state(),
                "nonce",
                flow.nonce(),
                "code_challenge",
                flow.challenge(),
                "code_challenge_method",
                "S256"));
        return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + OidcProvider.encoded(query));
    }

    private OidcMetadata metadata() throws RefusedException {
        Optional<OidcMetadata> known = provider.known();
        return known.isPresent() ? known.get() : exchange(provider::metadata);
    }

    /** Completes a log-in, and returns the operator. */
    OperatorEntry complete(@Nullable OidcFlow flow, Answer answer, Caller caller) throws RefusedException {
        if (flow == null || answer.state() == null || !flow.isState(answer.state())) {
            throw new RefusedException(OidcRefusal.EXPIRED, "no log-in under way has this state");
        }
        if (answer.error() != null || answer.code() == null) {
            throw new RefusedException(OidcRefusal.CANCELLED, "the provider answered with an error");
        }
        String code = answer.code();
        if (!logIns.test(caller.network())) {
            throw new RefusedException(OidcRefusal.TOO_MANY, "too many log-ins from this network");
        }
        String issuer = metadata().issuer();
        if (answer.issuer() != null && !answer.issuer().equals(issuer)) { // RFC 9207
            throw new RefusedException(OidcRefusal.INVALID_TOKEN, "the answer is of another issuer");
        }
        JWTClaimsSet claims = exchange(() -> check.verify(provider.idToken(code, flow.verifier())))
                .filter(valid -> issuer.equals(valid.getIssuer()))
                .filter(valid -> flow.nonce().equals(valid.getClaim("nonce")) && isForUs(valid.getClaim("azp")))
                .orElseThrow(() -> new RefusedException(OidcRefusal.INVALID_TOKEN, "the ID token is not valid"));
        String name = name(claims.getClaims());
        Role role = settings.roles()
                .of(claims.getClaims())
                .orElseThrow(() -> new RefusedException(OidcRefusal.NO_ROLE, name + " is in no group that has a role"));
        return operators.logIn(new ProviderOperators.Identity(issuer, claims.getSubject()), name, role, caller);
    }

    private boolean isForUs(@Nullable Object authorizedParty) {
        return authorizedParty == null || settings.client().id().equals(authorizedParty);
    }

    /** An address that the provider has not verified could be anybody's. */
    private String name(Map<String, Object> claims) throws RefusedException {
        boolean isSure = !settings.nameClaim().equals("email") || Boolean.TRUE.equals(claims.get("email_verified"));
        if (claims.get(settings.nameClaim()) instanceof String text && isSure) {
            String name = text.strip().toLowerCase(Locale.ROOT);
            if (OperatorEntry.isName(name)) {
                return name;
            }
        }
        throw new RefusedException(
                OidcRefusal.NO_NAME, "the claim " + settings.nameClaim() + " has no name, or one that is not verified");
    }

    /** An exchange with the provider. */
    @FunctionalInterface
    private interface Exchange<T> {
        T with() throws IOException, InterruptedException;
    }

    private <T> T exchange(Exchange<T> exchange) throws RefusedException {
        if (!exchanges.tryAcquire()) {
            throw new RefusedException(OidcRefusal.UNAVAILABLE, "too many log-ins wait for the provider");
        }
        try {
            return exchange.with();
        } catch (IOException e) {
            throw new RefusedException(OidcRefusal.UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(OidcRefusal.UNAVAILABLE, "the node stops");
        } finally {
            exchanges.release();
        }
    }
}
