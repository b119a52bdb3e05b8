package touchline.market.resting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.Limits;
import touchline.market.MarketRules;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.key.PipelinedReads;
import touchline.market.lease.LeaseToken;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.request.Submission;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Takes, changes, cancels and triggers orders and openings that wait for a price. Each is one atomic step. Thread-safe. */
public final class RestingOrders {
    private static final LuaScript SUBMIT = LuaScript.beside(RestingOrders.class, "resting_submit");
    private static final LuaScript REPLACE = LuaScript.beside(RestingOrders.class, "resting_replace");
    private static final LuaScript CANCEL = LuaScript.beside(RestingOrders.class, "resting_cancel");
    private static final LuaScript TRIGGER = LuaScript.beside(RestingOrders.class, "resting_trigger");
    private static final LuaScript EXPIRE = LuaScript.beside(RestingOrders.class, "resting_expire");
    private static final LuaScript REQUEUE = LuaScript.beside(RestingOrders.class, "resting_requeue");
    private static final Logger LOG = LoggerFactory.getLogger(RestingOrders.class);
    private static final int AT_ONCE = 500;

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;

    public RestingOrders(UnifiedJedis redis) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
    }

    /**
     * Fills a request, lets it rest or queues it.
     *
     * @param rules those of now, which apply until it is filled
     * @param delay waited out while the instrument's match is live; zero for none
     * @return {@code filled}, {@code opened}, {@code pending} or {@code working} with its values, or {@code refused}
     */
    public Reply submit(ConditionalRequest request, MarketRules rules, Duration delay) {
        List<String> args = new ArrayList<>(request.submission().arguments());
        args.add(Long.toString(delay.toMillis()));
        args.addAll(request.fields(rules));
        return SUBMIT.run(
                redis,
                List.of(
                        Keys.instrument(request.instrument()),
                        Keys.wallet(request.user()),
                        Keys.OUTBOX_TRADES,
                        Keys.IDS),
                args);
    }

    /** New terms of a request; null leaves one as it is. */
    public record Replacement(
            @Nullable Quantity quantity,
            @Nullable Price limitPrice,
            @Nullable Price stopPrice) {}

    /**
     * Changes a request that rests or waits out the in-play delay; while its match is live it waits out the delay again. What is sold may have more shares than what is bought or
     * opened.
     */
    public TradeOutcome<Long> replace(
            UserId user, long id, Replacement terms, MarketRules rules, Submission submission) {
        List<String> args = new ArrayList<>(List.of(Long.toString(id), user.value()));
        args.addAll(submission.arguments());
        args.add(Long.toString(rules.inPlayDelay().toMillis()));
        args.add(terms.quantity() == null ? "" : terms.quantity().toString());
        args.add(ConditionalRequest.argument(terms.limitPrice()));
        args.add(ConditionalRequest.argument(terms.stopPrice()));
        args.add(Long.toString(rules.maxQuantity()));
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
        /** It is filled, or will be soon by any node. */
        TRIGGERED,
        /** It goes on resting: the tick doesn't trigger it, the price has left its limit, or a record that it needs can't be read. */
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

    /**
     * Triggers orders, in one pipeline and in their order; returns the outcomes.
     *
     * @param limits those of now, for limits on shares, which are filled at once where nothing stops it
     */
    public List<Triggered> trigger(List<Trigger> triggers, LeaseToken token, Limits limits) {
        return TRIGGER
                .runEach(
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
                                                Long.toString(token.value()),
                                                one.instrument().toString(),
                                                limits.argument())))
                                .toList())
                .stream()
                .map(reply -> switch (reply.word()) {
                    case "triggered" -> Triggered.TRIGGERED;
                    case "rests", "failed" -> Triggered.RESTS;
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

    /**
     * Orders as they are read.
     *
     * @param working those that no tick has triggered yet
     * @param others the ids of those that are triggered, ended or can't be read; the last are noted
     */
    public record Found(List<RestingOrder> working, List<Long> others) {}

    /** The resting orders of an instrument. One that is triggered and in no queue, so that nothing fills it, is queued again. */
    public Found on(InstrumentId instrument) {
        return find(idsOn(instrument));
    }

    /** The same, of some ids. */
    public Found find(Collection<Long> ids) {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        List<Long> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            read(all.subList(from, Math.min(all.size(), from + AT_ONCE)), found);
        }
        return found;
    }

    /** The ids of the resting orders of an instrument, those that are triggered included; none where another program has overwritten them. */
    public List<Long> idsOn(InstrumentId instrument) {
        try {
            return numbers(redis.smembers(Keys.restingOfInstrument(instrument)));
        } catch (JedisDataException e) {
            unreadable.note("resting orders of instrument " + instrument, e);
            return List.of();
        }
    }

    /** The ids of a user's resting orders and openings. */
    public List<Long> of(UserId user) {
        return numbers(redis.smembers(Keys.restingOfUser(user)));
    }

    /** The number of resting orders of each instrument, those that are triggered included. An instrument is left out where another program has overwritten them. */
    public Map<InstrumentId, Long> counts(Collection<InstrumentId> instruments) {
        return PipelinedReads.of(
                redis,
                instruments,
                (pipeline, instrument) -> pipeline.scard(Keys.restingOfInstrument(instrument)),
                (instrument, refusal) -> unreadable.note("resting orders of instrument " + instrument, refusal));
    }

    private void read(List<Long> ids, Found found) {
        Map<Long, Response<Map<String, String>>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            ids.forEach(id -> pending.put(id, pipeline.hgetAll(Keys.request(id))));
        }
        List<LuaScript.Call> triggered = new ArrayList<>();
        pending.forEach((id, response) -> {
            try {
                Map<String, String> hash = response.get();
                if ("WORKING".equals(hash.get("state"))) {
                    found.working().add(RestingOrder.from(id, hash));
                    return;
                }
                if ("TRIGGERED".equals(hash.get("state"))) {
                    triggered.add(new LuaScript.Call(
                            List.of(Keys.request(id), Keys.WAITING_TRIGGERED), List.of(Long.toString(id))));
                }
            } catch (RuntimeException e) {
                unreadable.note("request " + id, e); // it must not keep the others from being watched
            }
            found.others().add(id);
        });
        REQUEUE.runAll(redis, triggered).stream()
                .filter(reply -> reply.is("queued"))
                .forEach(reply -> LOG.warn("event=requeued what=\"a triggered order that was in no queue\""));
    }

    private List<Long> numbers(Set<String> ids) {
        List<Long> numbers = new ArrayList<>(ids.size());
        for (String id : ids) {
            try {
                numbers.add(Long.valueOf(id));
            } catch (NumberFormatException e) {
                unreadable.note("request " + id, "its id is not a number");
            }
        }
        numbers.sort(null);
        return numbers;
    }
}
