package touchline.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.auth.Authenticator;
import java.time.Duration;
import java.util.Optional;
import touchline.market.wallet.UserId;

/** Authenticates a trader by access token, and opens the wallet if Redis has lost it. */
public final class TraderAuthenticator implements Authenticator<String, Trader> {
    private final AccessTokens tokens;
    private final RevokedTokens revokedTokens;
    private final Accounts accounts;
    private final Cache<UserId, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    public TraderAuthenticator(AccessTokens tokens, RevokedTokens revokedTokens, Accounts accounts) {
        this.tokens = tokens;
        this.revokedTokens = revokedTokens;
        this.accounts = accounts;
    }

    @Override
    public Optional<Trader> authenticate(String token) {
        Optional<Trader> trader = tokens.verify(token).filter(one -> !revokedTokens.rejects(one));
        trader.filter(one -> seen.getIfPresent(one.id()) == null).ifPresent(this::open);
        return trader;
    }

    private void open(Trader trader) {
        accounts.open(trader.id(), trader.name());
        seen.put(trader.id(), true);
    }
}
