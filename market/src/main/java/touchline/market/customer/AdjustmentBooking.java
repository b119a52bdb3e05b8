package touchline.market.customer;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.TradeOutcome;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.script.LuaScript;
import touchline.market.wallet.UserId;

/** Moves the money of approved adjustments. Thread-safe. */
public final class AdjustmentBooking {
    private static final LuaScript ADJUST = LuaScript.beside(AdjustmentBooking.class, "account_adjust");

    private final UnifiedJedis redis;

    public AdjustmentBooking(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Moves the money, once within a day however often it is called; returns the user's cash afterwards. */
    public TradeOutcome<Money> book(Adjustment adjustment) {
        return book(adjustment.user(), adjustment.amount(), adjustment.reference(), Keys.adjustment(adjustment.id()));
    }

    /**
     * Moves money between the house and a user's cash, once within a day.
     *
     * @param amount positive to the user
     * @param reference of the movement in the ledger
     * @param key where the answer is kept
     */
    public TradeOutcome<Money> book(UserId user, Money amount, String reference, String key) {
        return ADJUST.run(
                        redis,
                        List.of(Keys.wallet(user), Keys.ACCOUNTS, Keys.OUTBOX_TRADES),
                        List.of(user.value(), Long.toString(amount.tenThousandths()), reference, key))
                .outcome(reply -> Money.of(reply.number(1)));
    }
}
