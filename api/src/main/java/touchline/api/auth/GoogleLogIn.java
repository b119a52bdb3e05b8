package touchline.api.auth;

import java.time.Duration;
import java.util.Optional;
import touchline.market.wallet.UserId;

/** Logs users in with Google ID tokens. Thread-safe. */
public final class GoogleLogIn {
    private final IdTokens idTokens;
    private final Accounts accounts;
    private final AccessTokens tokens;
    private final Duration lifetime;

    /**
     * Creates the log-in.
     *
     * @param lifetime of the access tokens that it issues
     */
    public GoogleLogIn(IdTokens idTokens, Accounts accounts, AccessTokens tokens, Duration lifetime) {
        this.idTokens = idTokens;
        this.accounts = accounts;
        this.tokens = tokens;
        this.lifetime = lifetime;
    }

    /** A user who has logged in. */
    record LoggedIn(UserId id, String name, AccessTokens.Minted token) {}

    /** Logs a user in and opens the wallet of a new one; empty if the token is not valid. */
    Optional<LoggedIn> by(String idToken) {
        return idTokens.verify(idToken).map(user -> {
            UserId id = user.id();
            accounts.open(id, user.name());
            return new LoggedIn(id, user.name(), tokens.issue(id, user.name(), lifetime));
        });
    }
}
