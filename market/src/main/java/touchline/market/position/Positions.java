package touchline.market.position;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketLimit;
import touchline.market.MarketRules;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.Submission;
import touchline.market.TradeOutcome;
import touchline.market.matchfeed.FixtureId;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.LeaseToken;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Leveraged positions: opened, amended and closed in one atomic step each. Thread-safe. */
public final class Positions {
    private static final LuaScript OPEN = LuaScript.beside(Positions.class, "position_open");
    private static final LuaScript AMEND = LuaScript.beside(Positions.class, "position_amend");
    private static final LuaScript CLOSE = LuaScript.beside(Positions.class, "position_close");
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private final UnifiedJedis redis;
    private final MarketRules rules;
    private final UnreadableRecords unreadable;

    public Positions(UnifiedJedis redis, MarketRules rules) {
        this.redis = redis;
        this.rules = rules;
        this.unreadable = new UnreadableRecords(redis);
    }

    /** Opens a position at the price with the spread on it, or refuses; at once, whatever is being played. */
    public TradeOutcome<Position> open(OpenRequest wish) {
        return open(wish, Duration.ZERO, reply -> opened(wish, reply));
    }

    /** The same, but while the instrument's match is live the opening waits out the in-play delay, and is done or rejected then. */
    public TradeOutcome<Requested<Opened>> requestOpen(OpenRequest wish) {
        return open(
                wish,
                rules.inPlayDelay(),
                reply -> reply.is("pending")
                        ? new Requested.Waits<>(reply.number(1), Instant.ofEpochMilli(reply.number(2)))
                        : new Requested.Done<>(openedAt(wish, reply)));
    }

    private static Opened openedAt(OpenRequest wish, Reply reply) {
        Position position = opened(wish, reply);
        // A kept answer of an earlier version lacks the price.
        return new Opened(position, reply.values().size() > 9 ? Price.of(reply.number(9)) : position.entryPrice());
    }

    /**
     * A position, as it was opened.
     *
     * @param price the instrument's price then, without the spread
     */
    public record Opened(Position position, Price price) {}

    private <T> TradeOutcome<T> open(OpenRequest wish, Duration delay, Function<Reply, T> done) {
        if (wish.quantity().shares() > rules.maxQuantity()) {
            return TradeOutcome.refused(Rejection.beyond(MarketLimit.QUANTITY, rules.maxQuantity(), 0));
        }
        if (wish.leverage() > rules.maxLeverage()) {
            return TradeOutcome.refused(Rejection.beyond(MarketLimit.LEVERAGE, rules.maxLeverage(), 0));
        }
        UserId user = wish.user();
        InstrumentId instrument = wish.instrument();
        List<String> submission = wish.submission().arguments();
        return OPEN.run(
                        redis,
                        List.of(
                                "instrument:" + instrument,
                                "wallet:" + user,
                                "positions:user:" + user,
                                "positions:instrument:" + instrument,
                                "outbox:trades",
                                "ids"),
                        List.of(
                                user.value(),
                                instrument.toString(),
                                wish.direction().name(),
                                wish.quantity().toString(),
                                Integer.toString(wish.leverage()),
                                argument(wish.stopLoss(), "0"),
                                argument(wish.takeProfit(), "0"),
                                argument(wish.worstPrice(), ""),
                                Integer.toString(rules.spreadBps()),
                                Integer.toString(rules.closeOutBps()),
                                Integer.toString(rules.feeBps()),
                                submission.get(0),
                                submission.get(1),
                                rules.limits().argument(),
                                Long.toString(delay.toMillis()),
                                submission.get(2)))
                .outcome(done);
    }

    /** Sets stop-loss and take-profit for the ticks from now on. */
    public AmendOutcome amend(UserId user, PositionId id, Amendment stopLoss, Amendment takeProfit) {
        return amend(user, id, stopLoss, takeProfit, Submission.UNBOUND);
    }

    /** The same, under a key and a deadline. */
    public AmendOutcome amend(
            UserId user, PositionId id, Amendment stopLoss, Amendment takeProfit, Submission submission) {
        List<String> args =
                new ArrayList<>(List.of(id.toString(), user.value(), stopLoss.argument(), takeProfit.argument()));
        args.addAll(submission.arguments());
        Reply reply = AMEND.run(redis, List.of("position:" + id, "outbox:trades"), args);
        return switch (reply.word()) {
            case "amended" -> new AmendOutcome.Amended(Position.from(id, reply.fields(2)), Price.of(reply.number(1)));
            case "already" -> new AmendOutcome.AlreadyClosed(Close.from(reply));
            default -> new AmendOutcome.Refused(reply.rejection());
        };
    }

    /** Closes a user's own position at the current price; at once, whatever is being played. */
    public CloseOutcome closeByUser(UserId user, PositionId id) {
        return close(new Closing(id, CloseReason.USER, user.value(), "", null, null));
    }

    /** The same, but while the instrument's match is live the close waits out the in-play delay. Asked again, it is the same one that waits. */
    public CloseOutcome requestClose(UserId user, PositionId id) {
        return requestClose(user, id, Submission.UNBOUND);
    }

    /** The same, under a key and a deadline. */
    public CloseOutcome requestClose(UserId user, PositionId id, Submission submission) {
        return close(new Closing(id, CloseReason.USER, user.value(), "", null, null, rules.inPlayDelay(), submission));
    }

    /** Closes a position at the tick that breached it. Checked in the step itself; fenced, as only one may act on ticks at a time. */
    public CloseOutcome closeBreached(
            PositionId id, CloseReason reason, long seq, Price price, @Nullable LeaseToken fence) {
        return close(new Closing(id, reason, "", "", new BreachTick(seq, price, ""), fence));
    }

    /**
     * Closes many positions at the ticks that breached them, without waiting for one before asking for the next.
     *
     * @return what came of each, in their order
     */
    public List<CloseOutcome> closeBreached(List<Breached> breached, @Nullable LeaseToken fence) {
        return closeAll(breached.stream()
                .map(one -> new Closing(
                        one.position(),
                        one.reason(),
                        "",
                        "",
                        new BreachTick(
                                one.seq(), one.price(), one.heardAt() == 0 ? "" : one.heardAt() + "-" + one.seq()),
                        fence))
                .toList());
    }

    /**
     * A position and the tick that breaches it.
     *
     * @param heardAt 0 for a tick read from a stream or from the book. Otherwise the time it bears, in ms since the epoch, as it was only heard of: then the
     *     position is closed only if the tick stands in its stream
     */
    public record Breached(PositionId position, CloseReason reason, long seq, Price price, long heardAt) {}

    /**
     * Closes positions for a settlement: at the snapshot ({@code FULL_TIME}) or at entry ({@code VOID}); fenced unless that settlement holds
     * the instrument.
     *
     * @return what came of each, in their order
     */
    public List<CloseOutcome> closeForSettlement(List<PositionId> ids, CloseReason reason, FixtureId fixture) {
        return closeAll(ids.stream()
                .map(id -> new Closing(id, reason, "", fixture.toString(), null, null))
                .toList());
    }

    /** The same for one. */
    public CloseOutcome closeForSettlement(PositionId id, CloseReason reason, FixtureId fixture) {
        return close(new Closing(id, reason, "", fixture.toString(), null, null));
    }

    /** A user's open positions, without those that can't be read. */
    public List<Position> openOf(UserId user) {
        return readOpenOf(user).readable();
    }

    public OpenPositions readOpenOf(UserId user) {
        return read(redis.smembers("positions:user:" + user));
    }

    /** The open positions of several users, read in two round trips. */
    public Map<UserId, OpenPositions> readOpenOf(Collection<UserId> users) {
        Map<UserId, Response<Set<String>>> ids = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            users.forEach(user -> ids.put(user, pipeline.smembers("positions:user:" + user)));
        }
        Map<UserId, List<Pending>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            ids.forEach((user, some) -> pending.put(user, request(pipeline, some.get())));
        }
        Map<UserId, OpenPositions> open = new LinkedHashMap<>();
        pending.forEach((user, some) -> open.put(user, read(some)));
        return open;
    }

    /** How many positions each of several users has open. */
    public Map<UserId, Long> openCounts(Collection<UserId> users) {
        Map<UserId, Response<Long>> counts = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            users.forEach(user -> counts.put(user, pipeline.scard("positions:user:" + user)));
        }
        Map<UserId, Long> open = new LinkedHashMap<>();
        counts.forEach((user, count) -> open.put(user, count.get()));
        return open;
    }

    /** The open positions of an instrument, without those that can't be read. */
    public List<Position> openOn(InstrumentId instrument) {
        return readOpenOn(instrument).readable();
    }

    public OpenPositions readOpenOn(InstrumentId instrument) {
        return read(redis.smembers("positions:instrument:" + instrument));
    }

    /** The ids of what is open on instruments, asked at one go. */
    public Map<InstrumentId, List<PositionId>> openIdsOn(Collection<InstrumentId> instruments) {
        Map<InstrumentId, Response<Set<String>>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            instruments.forEach(
                    instrument -> pending.put(instrument, pipeline.smembers("positions:instrument:" + instrument)));
        }
        Map<InstrumentId, List<PositionId>> open = new LinkedHashMap<>();
        pending.forEach((instrument, ids) -> open.put(
                instrument, ids.get().stream().flatMap(id -> parse(id).stream()).toList()));
        return open;
    }

    /** How many are open on instruments, asked at one go. */
    public Map<InstrumentId, Long> openCountsOn(Collection<InstrumentId> instruments) {
        Map<InstrumentId, Response<Long>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            instruments.forEach(
                    instrument -> pending.put(instrument, pipeline.scard("positions:instrument:" + instrument)));
        }
        Map<InstrumentId, Long> open = new LinkedHashMap<>();
        pending.forEach((instrument, count) -> open.put(instrument, count.get()));
        return open;
    }

    /**
     * An open position, or one closed within the last day.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<Position> find(PositionId id) {
        try {
            Map<String, String> hash = redis.hgetAll("position:" + id);
            if (hash.isEmpty()) {
                hash = redis.hgetAll("closed_position:" + id);
            }
            return hash.isEmpty() ? Optional.empty() : Optional.of(Position.from(id, hash));
        } catch (RuntimeException e) {
            unreadable.note(subject(id.toString()), e);
            throw new UnreadableRecordException(subject(id.toString()), e);
        }
    }

    /**
     * A position that a settlement has set aside; empty where there is none.
     *
     * @throws IllegalStateException or IllegalArgumentException if it can't be read
     */
    public Optional<Position> setAside(PositionId id) {
        Map<String, String> hash = redis.hgetAll("set_aside:position:" + id);
        return hash.isEmpty() ? Optional.empty() : Optional.of(Position.from(id, hash));
    }

    /** A position that is being read; without its fields where its id is no number. */
    private record Pending(String id, @Nullable Response<Map<String, String>> hash) {}

    private List<Pending> request(AbstractPipeline pipeline, Collection<String> ids) {
        return ids.stream()
                .map(id -> new Pending(id, parse(id).isEmpty() ? null : pipeline.hgetAll("position:" + id)))
                .toList();
    }

    private OpenPositions read(Collection<String> ids) {
        if (ids.isEmpty()) {
            return OpenPositions.NONE;
        }
        List<Pending> pending;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            pending = request(pipeline, ids);
        }
        return read(pending);
    }

    private OpenPositions read(List<Pending> pending) {
        List<Position> readable = new ArrayList<>(pending.size());
        List<String> left = new ArrayList<>();
        for (Pending one : pending) {
            Response<Map<String, String>> response = one.hash();
            if (response == null) {
                left.add(one.id());
                continue;
            }
            try {
                Map<String, String> hash = response.get();
                if (!hash.isEmpty()) { // closed since
                    readable.add(Position.from(PositionId.parse(one.id()), hash));
                }
            } catch (RuntimeException e) {
                unreadable.note(subject(one.id()), e);
                left.add(one.id());
            }
        }
        readable.sort(Comparator.comparing(Position::id));
        return new OpenPositions(readable, left);
    }

    private Optional<PositionId> parse(String id) {
        if (ID.matcher(id).matches()) {
            return Optional.of(PositionId.parse(id));
        }
        unreadable.note(subject(id), "its id is not a number");
        return Optional.empty();
    }

    private static String subject(String id) {
        return "position " + id;
    }

    private CloseOutcome close(Closing closing) {
        LuaScript.Call call = closing.call();
        return closing.outcome(CLOSE.run(redis, call.keys(), call.args()));
    }

    private List<CloseOutcome> closeAll(List<Closing> closings) {
        List<Reply> replies =
                CLOSE.runAll(redis, closings.stream().map(Closing::call).toList());
        List<CloseOutcome> outcomes = new ArrayList<>(replies.size());
        for (int n = 0; n < replies.size(); n++) {
            outcomes.add(closings.get(n).outcome(replies.get(n)));
        }
        return outcomes;
    }

    /** A tick, and where it has to stand in its stream, or "" where that is known. */
    private record BreachTick(long seq, Price price, String mark) {}

    /** What position_close.lua is asked. */
    private record Closing(
            PositionId id,
            CloseReason reason,
            String user,
            String fixture,
            @Nullable BreachTick tick,
            @Nullable LeaseToken fence,
            Duration delay,
            Submission submission) {

        /** One that waits for nothing. */
        Closing(
                PositionId id,
                CloseReason reason,
                String user,
                String fixture,
                @Nullable BreachTick tick,
                @Nullable LeaseToken fence) {
            this(id, reason, user, fixture, tick, fence, Duration.ZERO, Submission.UNBOUND);
        }

        LuaScript.Call call() {
            List<String> args = new ArrayList<>(List.of(
                    id.toString(),
                    reason.name(),
                    user,
                    fixture,
                    tick == null ? "" : Long.toString(tick.seq()),
                    tick == null ? "" : Long.toString(tick.price().tenThousandths()),
                    fence == null ? "" : fence.lease(),
                    fence == null ? "" : Long.toString(fence.token()),
                    tick == null ? "" : tick.mark(),
                    Long.toString(delay.toMillis())));
            args.addAll(submission.arguments());
            return new LuaScript.Call(List.of("position:" + id, "outbox:trades"), args);
        }

        CloseOutcome outcome(Reply reply) {
            return switch (reply.word()) {
                case "closed" -> closed(reason, Close.from(reply));
                case "already" -> new CloseOutcome.AlreadyClosed(Close.from(reply));
                case "pending" -> new CloseOutcome.Waits(Instant.ofEpochMilli(reply.number(2)));
                case "fenced" -> new CloseOutcome.Fenced();
                case "not-breached" -> new CloseOutcome.NotBreached();
                case "unheard-of" -> new CloseOutcome.UnheardOf();
                case "unreadable" ->
                    reason == CloseReason.USER
                            ? new CloseOutcome.Refused(Rejection.because(Refusal.UNAVAILABLE, "unreadable"))
                            : new CloseOutcome.Unreadable(reply.text(1));
                default -> new CloseOutcome.Refused(reply.rejection());
            };
        }
    }

    /** A user who finds that a tick was faster did not close it. */
    private static CloseOutcome closed(CloseReason asked, Close close) {
        return asked == CloseReason.USER && close.reason() != asked
                ? new CloseOutcome.AlreadyClosed(close)
                : new CloseOutcome.Closed(close);
    }

    private static Position opened(OpenRequest wish, Reply reply) {
        return new Position(
                PositionId.parse(reply.text(1)),
                wish.user(),
                wish.instrument(),
                wish.direction(),
                wish.quantity(),
                wish.leverage(),
                Price.of(reply.number(2)),
                Money.of(reply.number(3)),
                reply.number(4),
                Levels.parse(reply.text(7)),
                reply.number(5),
                reply.number(8),
                Instant.ofEpochMilli(reply.number(6)),
                null);
    }

    private static String argument(@Nullable Price price, String none) {
        return price == null ? none : Long.toString(price.tenThousandths());
    }
}
