package touchline.market.spot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.IdempotencyKey;
import touchline.market.MarketRules;
import touchline.market.Outcome;
import touchline.market.Refusal;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.script.LuaScript;
import touchline.market.wallet.UserId;

/** Spot orders: filled at once along the price curve, or refused. Thread-safe. */
public final class SpotTrading {
    private static final LuaScript PLACE = LuaScript.beside(SpotTrading.class, "order_place");

    private final UnifiedJedis redis;
    private final MarketRules rules;

    public SpotTrading(UnifiedJedis redis, MarketRules rules) {
        this.redis = redis;
        this.rules = rules;
    }

    /** Fills the order whole, at the curve, or refuses it. */
    public Outcome<SpotOrder> place(OrderRequest order) {
        // What one has one may sell, all of it.
        if (order.side() == Side.BUY && order.quantity().shares() > rules.maxQuantity()) {
            return Outcome.refused(Refusal.LIMIT_EXCEEDED);
        }
        UserId user = order.user();
        InstrumentId instrument = order.instrument();
        Price worst = order.worstPrice();
        IdempotencyKey once = order.idempotency();
        return PLACE.run(
                        redis,
                        List.of(
                                "instrument:" + instrument,
                                "wallet:" + user,
                                "holding:" + user,
                                "holding_cost:" + user,
                                "holders:" + instrument,
                                "accounts",
                                "outbox:trades",
                                "ids"),
                        List.of(
                                user.value(),
                                instrument.toString(),
                                order.side().name(),
                                order.quantity().toString(),
                                worst == null ? "" : Long.toString(worst.tenThousandths()),
                                Integer.toString(rules.feeBps()),
                                once == null ? "" : once.redisKey(),
                                once == null ? "" : once.fingerprint(),
                                rules.limits().argument()))
                .outcome(reply -> new SpotOrder(
                        OrderId.parse(reply.text(1)),
                        user,
                        instrument,
                        order.side(),
                        order.quantity(),
                        Money.of(reply.number(2)),
                        Money.of(reply.number(3)),
                        Instant.ofEpochMilli(reply.number(5))));
    }

    /** What a user holds, by instrument. */
    public Map<InstrumentId, Holding> holdings(UserId user) {
        Map<String, String> quantities = redis.hgetAll("holding:" + user);
        Map<String, String> costs = redis.hgetAll("holding_cost:" + user);
        Map<InstrumentId, Holding> holdings = new TreeMap<>();
        quantities.forEach((id, quantity) -> holdings.put(
                InstrumentId.parse(id),
                new Holding(Long.parseLong(quantity), Money.of(Long.parseLong(costs.getOrDefault(id, "0"))))));
        return holdings;
    }
}
