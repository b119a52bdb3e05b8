package touchline.market.customer;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.TradeOutcome;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.script.LuaScript;

/** Moves the money of approved adjustments. Thread-safe. */
public final class AdjustmentBooking {
    private static final LuaScript ADJUST = LuaScript.beside(AdjustmentBooking.class, "account_adjust");

    private final UnifiedJedis redis;

    public AdjustmentBooking(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Moves the money, once within a day however often it is called; returns the user's cash afterwards. */
    public TradeOutcome<Money> book(Adjustment adjustment) {
        return ADJUST.run(
                        redis,
                        List.of(Keys.wallet(adjustment.user()), Keys.ACCOUNTS, Keys.OUTBOX_TRADES),
                        List.of(
                                adjustment.user().value(),
                                Long.toString(adjustment.amount().tenThousandths()),
                                adjustment.reference(),
                                Keys.adjustment(adjustment.id())))
                .outcome(reply -> Money.of(reply.number(1)));
    }
}
