package touchline.api.auth;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.market.customer.EmailDigests;
import touchline.market.wallet.UserId;

/** Logs users in with Google ID tokens. Thread-safe. */
public final class GoogleLogIn {
    private final IdTokens idTokens;
    private final Accounts accounts;
    private final AccessTokens tokens;
    private final Duration lifetime;
    private final EmailDigests digests;

    /**
     * Creates the log-in.
     *
     * @param lifetime of the access tokens that it issues
     * @param digests of the users' e-mail addresses
     */
    public GoogleLogIn(
            IdTokens idTokens, Accounts accounts, AccessTokens tokens, Duration lifetime, EmailDigests digests) {
        this.idTokens = idTokens;
        this.accounts = accounts;
        this.tokens = tokens;
        this.lifetime = lifetime;
        this.digests = digests;
    }

    /**
     * A user who has logged in.
     *
     * @param emailDigest null where Google has verified no address
     */
    record LoggedIn(
            UserId id,
            String name,
            AccessTokens.Minted token,
            @Nullable String emailDigest) {}

    /** Logs a user in and opens the wallet of a new one; empty if the token is not valid. */
    Optional<LoggedIn> by(String idToken) {
        return idTokens.verify(idToken).map(user -> {
            UserId id = user.id();
            accounts.open(id, user.name());
            String email = user.email();
            return new LoggedIn(
                    id,
                    user.name(),
                    tokens.issue(id, user.name(), lifetime),
                    email == null || email.isBlank() ? null : digests.of(email));
        });
    }
}
