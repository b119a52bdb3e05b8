package touchline.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.auth.Authenticator;
import java.time.Duration;
import java.util.Optional;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.Outcome;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** From a token to a trader who has a wallet: it is opened when he is first seen. */
public final class TraderAuthenticator implements Authenticator<String, Trader> {
    private final AccessTokens tokens;
    private final Wallets wallets;
    private final Money stake;
    private final Cache<UserId, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    public TraderAuthenticator(AccessTokens tokens, Wallets wallets, Money stake) {
        this.tokens = tokens;
        this.wallets = wallets;
        this.stake = stake;
    }

    @Override
    public Optional<Trader> authenticate(String token) {
        Optional<Trader> trader = tokens.verify(token);
        trader.filter(one -> seen.getIfPresent(one.id()) == null).ifPresent(this::open);
        return trader;
    }

    private void open(Trader trader) {
        Outcome<Boolean> opened = wallets.open(trader.id(), trader.name(), UserKind.HUMAN, stake);
        if (opened instanceof Outcome.Refused<Boolean> refused) {
            throw new ProblemException(Problems.refused(refused.why()));
        }
        seen.put(trader.id(), true);
    }
}
