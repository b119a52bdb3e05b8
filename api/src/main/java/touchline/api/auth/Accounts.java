package touchline.api.auth;

import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.TradeOutcome;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** Opens people's wallets with the stake that the mint grants, once each, however many ask at once. Thread-safe. */
public final class Accounts {
    private final Wallets wallets;
    private final Money stake;

    public Accounts(Wallets wallets, Money stake) {
        this.wallets = wallets;
        this.stake = stake;
    }

    /**
     * Sees to it that a user has a wallet.
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
