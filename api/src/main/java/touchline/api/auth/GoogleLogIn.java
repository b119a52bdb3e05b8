package touchline.api.auth;

import java.time.Duration;
import java.util.Optional;
import touchline.market.wallet.UserId;

/** Lets people in by what Google says of them. Thread-safe. */
public final class GoogleLogIn {
    private final IdTokens idTokens;
    private final Accounts accounts;
    private final AccessTokens tokens;
    private final Duration lifetime;

    /**
     * A way in.
     *
     * @param lifetime of the access tokens it gives
     */
    public GoogleLogIn(IdTokens idTokens, Accounts accounts, AccessTokens tokens, Duration lifetime) {
        this.idTokens = idTokens;
        this.accounts = accounts;
        this.tokens = tokens;
        this.lifetime = lifetime;
    }

    /** Somebody who is in. */
    record LoggedIn(UserId id, String name, AccessTokens.Minted token) {}

    /** Lets somebody in, who has a wallet then; empty where the token isn't good. */
    Optional<LoggedIn> by(String idToken) {
        return idTokens.verify(idToken).map(user -> {
            UserId id = user.id();
            accounts.open(id, user.name());
            return new LoggedIn(id, user.name(), tokens.issue(id, user.name(), lifetime));
        });
    }
}
