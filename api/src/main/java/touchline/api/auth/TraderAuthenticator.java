package touchline.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.auth.Authenticator;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import touchline.market.wallet.UserId;

/** Authenticates a trader by access token or API key, and opens the wallet if Redis has lost it. */
public final class TraderAuthenticator implements Authenticator<String, Trader> {
    private final AccessTokens tokens;
    private final RevokedTokens revokedTokens;
    private final Accounts accounts;
    private final Function<String, Optional<Trader>> keys;
    private final Cache<UserId, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /**
     * An authenticator.
     *
     * @param keys finds the owner of an API key; empty for anything else
     */
    public TraderAuthenticator(
            AccessTokens tokens,
            RevokedTokens revokedTokens,
            Accounts accounts,
            Function<String, Optional<Trader>> keys) {
        this.tokens = tokens;
        this.revokedTokens = revokedTokens;
        this.accounts = accounts;
        this.keys = keys;
    }

    @Override
    public Optional<Trader> authenticate(String token) {
        Optional<Trader> trader =
                keys.apply(token).or(() -> tokens.verify(token)).filter(one -> !revokedTokens.rejects(one));
        trader.filter(one -> seen.getIfPresent(one.id()) == null).ifPresent(this::open);
        return trader;
    }

    private void open(Trader trader) {
        accounts.open(trader.id(), trader.name());
        seen.put(trader.id(), true);
    }
}
