package touchline.market.wallet;

import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.TradeOutcome;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.script.LuaScript;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;

/** Opens wallets with a stake, and reads them. Thread-safe. */
public final class Wallets {
    private static final LuaScript OPEN = LuaScript.beside(Wallets.class, "account_open");
    private static final LuaScript FUND_BOTS = LuaScript.beside(Wallets.class, "fund_bots");

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;

    public Wallets(UnifiedJedis redis) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
    }

    /**
     * Opens a wallet with its stake, paid by the mint (people) or by the bots' account (bots), once.
     *
     * @return whether it was opened now; false if it was there already
     */
    public TradeOutcome<Boolean> open(UserId user, String name, UserKind kind, Money stake) {
        return OPEN.run(
                        redis,
                        List.of(Keys.wallet(user), Keys.ACCOUNTS, Keys.OUTBOX_TRADES),
                        List.of(
                                user.value(),
                                name,
                                kind.name(),
                                Long.toString(stake.tenThousandths()),
                                kind == UserKind.BOT ? "bots" : "mint"))
                .outcome(reply -> reply.is("opened"));
    }

    /** Grants the bots' account what it lacks to have been granted {@code total} in all; gives what was added. */
    public TradeOutcome<Money> fundBots(Money total) {
        return FUND_BOTS
                .run(redis, List.of(Keys.ACCOUNTS, Keys.OUTBOX_TRADES), List.of(Long.toString(total.tenThousandths())))
                .outcome(reply -> Money.of(reply.number(1)));
    }

    /**
     * A user's wallet; empty where there is none.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<Wallet> find(UserId user) {
        try {
            List<String> fields = redis.hmget(Keys.wallet(user), "cash", "held");
            String cash = fields.get(0);
            String held = fields.get(1);
            if (cash == null || held == null) {
                return Optional.empty();
            }
            return Optional.of(new Wallet(Money.of(Long.parseLong(cash)), Money.of(Long.parseLong(held))));
        } catch (IllegalArgumentException | JedisDataException e) {
            unreadable.note("wallet " + user, e);
            throw new UnreadableRecordException("wallet " + user, e);
        }
    }
}
