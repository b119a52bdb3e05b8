package touchline.api.auth;

import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.TradeOutcome;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** Opens each user's wallet once, with the stake for new users. Thread-safe. */
public final class Accounts {
    private final Wallets wallets;
    private final Money stake;

    public Accounts(Wallets wallets, Money stake) {
        this.wallets = wallets;
        this.stake = stake;
    }

    /**
     * Opens the user's wallet unless it exists.
     *
     * @throws ProblemException if the market is shut
     */
    void open(UserId user, String name) {
        TradeOutcome<Boolean> opened = wallets.open(user, name, UserKind.HUMAN, stake);
        if (opened instanceof TradeOutcome.Refused<Boolean> refused) {
            throw new ProblemException(Problems.refused(refused.rejection()));
        }
    }
}
