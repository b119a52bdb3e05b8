package touchline.market.resting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketRules;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.LeaseToken;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.request.Submission;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.wallet.UserId;

/** Takes, changes, cancels and triggers orders and openings that wait for a price. Each is one atomic step. Thread-safe. */
public final class RestingOrders {
    private static final LuaScript SUBMIT = LuaScript.beside(RestingOrders.class, "resting_submit");
    private static final LuaScript REPLACE = LuaScript.beside(RestingOrders.class, "resting_replace");
    private static final LuaScript CANCEL = LuaScript.beside(RestingOrders.class, "resting_cancel");
    private static final LuaScript TRIGGER = LuaScript.beside(RestingOrders.class, "resting_trigger");
    private static final LuaScript EXPIRE = LuaScript.beside(RestingOrders.class, "resting_expire");

    private final UnifiedJedis redis;

    public RestingOrders(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Fills a request, lets it rest or queues it.
     *
     * @param kind {@code ORDER} or {@code OPEN}
     * @param fields of {@code request:{id}} that belong to its kind
     * @param rules the market's; their delay is waited out where {@code waits}
     * @return {@code filled}, {@code opened}, {@code pending} or {@code working} with its values, or {@code refused}
     */
    public Reply submit(
            String kind,
            UserId user,
            InstrumentId instrument,
            OrderTerms terms,
            Map<String, String> fields,
            MarketRules rules,
            boolean waits,
            Submission submission) {
        List<String> args = new ArrayList<>(submission.arguments());
        args.add(waits ? Long.toString(rules.inPlayDelay().toMillis()) : "0");
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("kind", kind);
        all.put("user", user.value());
        all.put("instrument", instrument.toString());
        all.put("type", terms.type().name());
        all.put("limit_price", argument(terms.limitPrice()));
        all.put("stop_price", argument(terms.stopPrice()));
        all.put("tif", terms.timeInForce().name());
        all.put("worst", argument(terms.limitPrice()));
        all.put("fee_bps", Integer.toString(rules.feeBps()));
        all.put("limits", rules.limits().argument());
        all.forEach((name, value) -> {
            args.add(name);
            args.add(value);
        });
        return SUBMIT.run(
                redis, List.of(Keys.instrument(instrument), Keys.wallet(user), Keys.OUTBOX_TRADES, Keys.IDS), args);
    }

    /** New terms of a request; null leaves one as it is. */
    public record Replacement(
            @Nullable Quantity quantity,
            @Nullable Price limitPrice,
            @Nullable Price stopPrice) {}

    /** Changes a request that rests or waits out the in-play delay; while its match is live it waits out the delay again. */
    public TradeOutcome<Long> replace(
            UserId user, long id, Replacement terms, MarketRules rules, Submission submission) {
        List<String> args = new ArrayList<>(List.of(Long.toString(id), user.value()));
        args.addAll(submission.arguments());
        args.add(Long.toString(rules.inPlayDelay().toMillis()));
        args.add(terms.quantity() == null ? "" : terms.quantity().toString());
        args.add(argument(terms.limitPrice()));
        args.add(argument(terms.stopPrice()));
        return REPLACE.run(redis, List.of(Keys.request(id)), args).outcome(reply -> id);
    }

    /** Cancels a request that rests or waits out the in-play delay; returns when it was cancelled. */
    public TradeOutcome<Instant> cancel(UserId user, long id, Submission submission) {
        List<String> args = new ArrayList<>(List.of(Long.toString(id), user.value()));
        args.addAll(submission.arguments());
        return CANCEL.run(redis, List.of(Keys.request(id), Keys.OUTBOX_TRADES), args)
                .outcome(reply -> Instant.ofEpochMilli(reply.number(1)));
    }

    /** How an attempt to trigger ended. */
    public enum Triggered {
        /** It is filled soon, by any node. */
        TRIGGERED,
        /** It goes on resting: the tick doesn't trigger it, or the price has left its limit. */
        RESTS,
        /** It rests no more. */
        GONE,
        TICK_NOT_RECORDED,
        FENCED
    }

    /**
     * A resting order, and a tick that reaches it.
     *
     * @param publishedAt when the tick was published, ms since the epoch; 0 where the tick is known to be in its stream
     */
    public record Trigger(long order, InstrumentId instrument, long seq, long price, long publishedAt) {
        /** The same, once its tick has been recorded. */
        public Trigger asRecorded() {
            return new Trigger(order, instrument, seq, price, 0);
        }
    }

    /** Triggers orders, in one pipeline; returns the outcomes in their order. */
    public List<Triggered> trigger(List<Trigger> triggers, LeaseToken token) {
        return TRIGGER
                .runAll(
                        redis,
                        triggers.stream()
                                .map(one -> new LuaScript.Call(
                                        List.of(Keys.request(one.order())),
                                        List.of(
                                                Long.toString(one.order()),
                                                Long.toString(one.seq()),
                                                Long.toString(one.price()),
                                                one.publishedAt() == 0 ? "" : one.publishedAt() + "-" + one.seq(),
                                                token.lease(),
                                                Long.toString(token.value()))))
                                .toList())
                .stream()
                .map(reply -> switch (reply.word()) {
                    case "triggered" -> Triggered.TRIGGERED;
                    case "rests" -> Triggered.RESTS;
                    case "tick-not-recorded" -> Triggered.TICK_NOT_RECORDED;
                    case "fenced" -> Triggered.FENCED;
                    default -> Triggered.GONE;
                })
                .toList();
    }

    /** Ends what a settlement ends on an instrument: orders for the day, and sales. Returns how many. */
    public int expire(InstrumentId instrument, long fixture) {
        List<LuaScript.Call> calls = redis.smembers(Keys.restingOfInstrument(instrument)).stream()
                .map(id -> new LuaScript.Call(
                        List.of(Keys.request(id), Keys.instrument(instrument)), List.of(id, Long.toString(fixture))))
                .toList();
        return (int) EXPIRE.runAll(redis, calls).stream()
                .filter(reply -> reply.is("expired"))
                .count();
    }

    /** The resting orders of an instrument that no tick has triggered yet; one that can't be read is left out. */
    public List<RestingOrder> on(InstrumentId instrument) {
        return read(redis.smembers(Keys.restingOfInstrument(instrument)));
    }

    /** A resting order that no tick has triggered yet. */
    public Optional<RestingOrder> find(long id) {
        return read(List.of(Long.toString(id))).stream().findFirst();
    }

    /** The ids of a user's resting orders and openings. */
    public List<Long> of(UserId user) {
        return redis.smembers(Keys.restingOfUser(user)).stream()
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /** The number of resting orders of each instrument, those that are triggered included. */
    public Map<InstrumentId, Long> counts(Collection<InstrumentId> instruments) {
        Map<InstrumentId, Response<Long>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            instruments.forEach(
                    instrument -> pending.put(instrument, pipeline.scard(Keys.restingOfInstrument(instrument))));
        }
        Map<InstrumentId, Long> counts = new LinkedHashMap<>();
        pending.forEach((instrument, count) -> counts.put(instrument, count.get()));
        return counts;
    }

    private List<RestingOrder> read(Collection<String> ids) {
        Map<String, Response<Map<String, String>>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            ids.forEach(id -> pending.put(id, pipeline.hgetAll(Keys.request(id))));
        }
        List<RestingOrder> orders = new ArrayList<>(pending.size());
        pending.forEach((id, hash) -> {
            if ("WORKING".equals(hash.get().get("state"))) {
                try {
                    orders.add(RestingOrder.from(Long.parseLong(id), hash.get()));
                } catch (IllegalArgumentException unreadable) {
                    // the audit names it: what is reserved for it can't be explained
                }
            }
        });
        return orders;
    }

    private static String argument(@Nullable Price price) {
        return price == null ? "" : Long.toString(price.tenThousandths());
    }
}
