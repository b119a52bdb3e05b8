package touchline.market.spot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.MarketLimit;
import touchline.market.MarketRules;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.resting.ConditionalRequest;
import touchline.market.resting.RestingOrders;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Spot orders: filled along the price curve, at once or after the in-play delay, or refused. Thread-safe. */
public final class SpotTrading {
    private static final LuaScript PLACE = LuaScript.beside(SpotTrading.class, "order_place");
    private static final LuaScript QUOTE = LuaScript.beside(SpotTrading.class, "order_quote");

    private final UnifiedJedis redis;
    private final MarketRules rules;
    private final UnreadableRecords unreadable;
    private final RestingOrders resting;

    public SpotTrading(UnifiedJedis redis, MarketRules rules) {
        this.redis = redis;
        this.rules = rules;
        this.unreadable = new UnreadableRecords(redis);
        this.resting = new RestingOrders(redis);
    }

    /** Fills the whole order along the curve without the in-play delay, or refuses it. */
    public TradeOutcome<SpotOrder> place(OrderRequest order) {
        return place(order, Duration.ZERO, reply -> filled(order, reply));
    }

    /** The same, but while the instrument's match is live the order waits out the in-play delay, and is filled or rejected then. */
    public TradeOutcome<Requested<SpotOrder>> request(OrderRequest order) {
        return order.terms().isMarket()
                ? place(order, rules.inPlayDelay(), reply -> requested(order, reply))
                : rest(order, rules.inPlayDelay());
    }

    /** The same without the in-play delay. */
    public TradeOutcome<Requested<SpotOrder>> rest(OrderRequest order) {
        return rest(order, Duration.ZERO);
    }

    private TradeOutcome<Requested<SpotOrder>> rest(OrderRequest order, Duration delay) {
        return isOverLimit(order.side(), order.quantity())
                ? overLimit()
                : resting.submit(conditional(order), rules, delay).outcome(reply -> requested(order, reply));
    }

    private static ConditionalRequest conditional(OrderRequest order) {
        ClientOrderId clientId = order.clientId();
        Map<String, String> details = new TreeMap<>(
                Map.of("side", order.side().name(), "quantity", order.quantity().toString()));
        if (clientId != null) {
            details.put("client_id", clientId.value());
            details.put("client_used", clientId.isUsed() ? "1" : "");
        }
        return new ConditionalRequest(
                "ORDER", order.user(), order.instrument(), order.terms(), details, order.submission());
    }

    /** A sale has no limit: a user may sell all it holds. */
    private boolean isOverLimit(Side side, Quantity quantity) {
        return side == Side.BUY && quantity.shares() > rules.maxQuantity();
    }

    private <T> TradeOutcome<T> overLimit() {
        return TradeOutcome.refused(Rejection.overLimit(MarketLimit.QUANTITY, rules.maxQuantity(), 0));
    }

    private static Requested<SpotOrder> requested(OrderRequest order, Reply reply) {
        return switch (reply.word()) {
            case "pending" -> new Requested.Waits<>(reply.number(1), Instant.ofEpochMilli(reply.number(2)));
            case "working" -> new Requested.Rests<>(reply.number(1));
            default -> new Requested.Done<>(filled(order, reply));
        };
    }

    /** Quotes an order; refused for the same reasons as the order, except those of its user. */
    public TradeOutcome<OrderQuote> quote(InstrumentId instrument, Side side, Quantity quantity) {
        if (isOverLimit(side, quantity)) {
            return overLimit();
        }
        return QUOTE.run(
                        redis,
                        List.of(Keys.instrument(instrument)),
                        List.of(
                                instrument.toString(),
                                side.name(),
                                quantity.toString(),
                                Integer.toString(rules.feeBps())))
                .outcome(reply -> new OrderQuote(
                        quantity,
                        Money.of(reply.number(1)),
                        Money.of(reply.number(2)),
                        Price.of(reply.number(3)),
                        reply.number(4)));
    }

    private <T> TradeOutcome<T> place(OrderRequest order, Duration delay, Function<Reply, T> done) {
        if (isOverLimit(order.side(), order.quantity())) {
            return overLimit();
        }
        UserId user = order.user();
        InstrumentId instrument = order.instrument();
        Price worst = order.terms().worst(order.worstPrice());
        List<String> submission = order.submission().arguments();
        ClientOrderId clientId = order.clientId();
        return PLACE.run(
                        redis,
                        List.of(
                                Keys.instrument(instrument),
                                Keys.wallet(user),
                                Keys.holding(user),
                                Keys.holdingCost(user),
                                Keys.holders(instrument),
                                Keys.ACCOUNTS,
                                Keys.OUTBOX_TRADES,
                                Keys.IDS,
                                Keys.clientOrder(user, clientId == null ? "" : clientId.value())),
                        List.of(
                                user.value(),
                                instrument.toString(),
                                order.side().name(),
                                order.quantity().toString(),
                                worst == null ? "" : Long.toString(worst.tenThousandths()),
                                Integer.toString(rules.feeBps()),
                                submission.get(0),
                                submission.get(1),
                                rules.limits().argument(),
                                Long.toString(delay.toMillis()),
                                submission.get(2),
                                clientId == null ? "" : clientId.value(),
                                clientId != null && clientId.isUsed() ? "1" : ""))
                .outcome(done);
    }

    private static SpotOrder filled(OrderRequest order, Reply reply) {
        return new SpotOrder(
                OrderId.parse(reply.text(1)),
                order.user(),
                order.instrument(),
                order.side(),
                order.quantity(),
                Money.of(reply.number(2)),
                Money.of(reply.number(3)),
                Instant.ofEpochMilli(reply.number(5)));
    }

    /** The order to which a user has given an id of its own within the last day. */
    public Optional<OrderId> withClientId(UserId user, String clientId) {
        return Optional.ofNullable(redis.get(Keys.clientOrder(user, clientId))).map(OrderId::parse);
    }

    /** What a user holds, by instrument, without what can't be read. */
    public Map<InstrumentId, Holding> holdings(UserId user) {
        Map<String, String> quantities = allOf(user, Keys.holding(user));
        Map<String, String> costs = allOf(user, Keys.holdingCost(user));
        Map<InstrumentId, Holding> holdings = new TreeMap<>();
        quantities.forEach((id, quantity) -> {
            try {
                holdings.put(
                        InstrumentId.parse(id),
                        new Holding(Long.parseLong(quantity), Money.of(Long.parseLong(costs.getOrDefault(id, "0")))));
            } catch (IllegalArgumentException e) {
                unreadable.note("holding " + user + " of " + id, e);
            }
        });
        return holdings;
    }

    private Map<String, String> allOf(UserId user, String key) {
        try {
            return redis.hgetAll(key);
        } catch (JedisDataException e) {
            unreadable.note("holdings of " + user, e);
            throw new UnreadableRecordException("holdings of " + user, e);
        }
    }
}
