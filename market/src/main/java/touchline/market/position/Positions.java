package touchline.market.position;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketLimit;
import touchline.market.MarketRules;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.LeaseToken;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Levels;
import touchline.market.request.Submission;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.wallet.UserId;

/** Opens, amends and closes leveraged positions, each in one atomic step, and reads them. Thread-safe. */
public final class Positions {
    private static final LuaScript OPEN = LuaScript.beside(Positions.class, "position_open");
    private static final LuaScript AMEND = LuaScript.beside(Positions.class, "position_amend");
    private static final LuaScript CLOSE = LuaScript.beside(Positions.class, "position_close");

    private final UnifiedJedis redis;
    private final MarketRules rules;
    private final PositionReader reader;

    public Positions(UnifiedJedis redis, MarketRules rules) {
        this.redis = redis;
        this.rules = rules;
        this.reader = new PositionReader(redis);
    }

    /** Opens a position at the price plus the spread, without the in-play delay, or refuses. */
    public TradeOutcome<Position> open(OpenRequest request) {
        return open(request, Duration.ZERO, reply -> opened(request, reply));
    }

    /** The same, but while the instrument's match is live the opening waits out the in-play delay, and is executed or rejected then. */
    public TradeOutcome<Requested<Opened>> requestOpen(OpenRequest request) {
        return open(
                request,
                rules.inPlayDelay(),
                reply -> reply.is("pending")
                        ? new Requested.Waits<>(reply.number(1), Instant.ofEpochMilli(reply.number(2)))
                        : new Requested.Done<>(openedAt(request, reply)));
    }

    private static Opened openedAt(OpenRequest request, Reply reply) {
        Position position = opened(request, reply);
        // A kept answer of an earlier version lacks the price.
        return new Opened(position, reply.values().size() > 9 ? Price.of(reply.number(9)) : position.entryPrice());
    }

    /**
     * A position, as it was opened.
     *
     * @param price the instrument's price then, without the spread
     */
    public record Opened(Position position, Price price) {}

    private <T> TradeOutcome<T> open(OpenRequest request, Duration delay, Function<Reply, T> done) {
        if (request.quantity().shares() > rules.maxQuantity()) {
            return TradeOutcome.refused(Rejection.beyond(MarketLimit.QUANTITY, rules.maxQuantity(), 0));
        }
        if (request.leverage() > rules.maxLeverage()) {
            return TradeOutcome.refused(Rejection.beyond(MarketLimit.LEVERAGE, rules.maxLeverage(), 0));
        }
        UserId user = request.user();
        InstrumentId instrument = request.instrument();
        List<String> submission = request.submission().arguments();
        return OPEN.run(
                        redis,
                        List.of(
                                Keys.instrument(instrument),
                                Keys.wallet(user),
                                Keys.positionsOfUser(user),
                                Keys.positionsOfInstrument(instrument),
                                Keys.OUTBOX_TRADES,
                                Keys.IDS),
                        List.of(
                                user.value(),
                                instrument.toString(),
                                request.direction().name(),
                                request.quantity().toString(),
                                Integer.toString(request.leverage()),
                                argument(request.stopLoss(), "0"),
                                argument(request.takeProfit(), "0"),
                                argument(request.worstPrice(), ""),
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

    /** Sets stop-loss and take-profit for future ticks. */
    public AmendOutcome amend(UserId user, PositionId id, Amendment stopLoss, Amendment takeProfit) {
        return amend(user, id, stopLoss, takeProfit, Submission.UNBOUND);
    }

    /** The same, under a key and a deadline. */
    public AmendOutcome amend(
            UserId user, PositionId id, Amendment stopLoss, Amendment takeProfit, Submission submission) {
        List<String> args =
                new ArrayList<>(List.of(id.toString(), user.value(), stopLoss.argument(), takeProfit.argument()));
        args.addAll(submission.arguments());
        Reply reply = AMEND.run(redis, List.of(Keys.position(id), Keys.OUTBOX_TRADES), args);
        return switch (reply.word()) {
            case "amended" -> new AmendOutcome.Amended(Position.from(id, reply.fields(2)), Price.of(reply.number(1)));
            case "already" -> new AmendOutcome.AlreadyClosed(Close.from(reply));
            default -> new AmendOutcome.Refused(reply.rejection());
        };
    }

    /** Closes a user's own position at the current price, without the in-play delay. */
    public CloseOutcome closeByUser(UserId user, PositionId id) {
        return close(CloseCommand.byUser(user, id, Duration.ZERO, Submission.UNBOUND));
    }

    /** The same, but while the match is live the close waits out the in-play delay. A repeated request is the same one. */
    public CloseOutcome requestClose(UserId user, PositionId id) {
        return requestClose(user, id, Submission.UNBOUND);
    }

    /** The same, under a key and a deadline. */
    public CloseOutcome requestClose(UserId user, PositionId id, Submission submission) {
        return close(CloseCommand.byUser(user, id, rules.inPlayDelay(), submission));
    }

    /**
     * Closes a position at the tick that breached it, if that tick breaches it.
     *
     * @param token the lease under which it is closed; null if none is needed
     */
    public CloseOutcome closeBreached(Breach breach, @Nullable LeaseToken token) {
        return close(CloseCommand.breached(breach, token));
    }

    /** The same for many, in one pipeline; returns the outcomes in their order. */
    public List<CloseOutcome> closeBreached(List<Breach> breaches, @Nullable LeaseToken token) {
        return closeAll(breaches.stream()
                .map(breach -> CloseCommand.breached(breach, token))
                .toList());
    }

    /**
     * Closes positions for a settlement: at the snapshot ({@code FULL_TIME}) or at entry ({@code VOID}). Fenced unless that settlement holds the instrument.
     *
     * @return the outcomes, in their order
     */
    public List<CloseOutcome> closeForSettlement(List<PositionId> ids, CloseReason reason, FixtureId fixture) {
        return closeAll(ids.stream()
                .map(id -> CloseCommand.settled(id, reason, fixture))
                .toList());
    }

    /** The same for one. */
    public CloseOutcome closeForSettlement(PositionId id, CloseReason reason, FixtureId fixture) {
        return close(CloseCommand.settled(id, reason, fixture));
    }

    /** A user's open positions, without those that can't be read. */
    public List<Position> openOf(UserId user) {
        return reader.readOpenOf(user).readable();
    }

    public OpenPositions readOpenOf(UserId user) {
        return reader.readOpenOf(user);
    }

    /** The open positions of several users, read in two round trips. */
    public Map<UserId, OpenPositions> readOpenOf(Collection<UserId> users) {
        return reader.readOpenOf(users);
    }

    /** The number of open positions of each user. */
    public Map<UserId, Long> openCounts(Collection<UserId> users) {
        return reader.openCounts(users);
    }

    /** The open positions of an instrument, without those that can't be read. */
    public List<Position> openOn(InstrumentId instrument) {
        return reader.readOpenOn(instrument).readable();
    }

    public OpenPositions readOpenOn(InstrumentId instrument) {
        return reader.readOpenOn(instrument);
    }

    /** The ids of the open positions of each instrument, read in one round trip. */
    public Map<InstrumentId, List<PositionId>> openIdsOn(Collection<InstrumentId> instruments) {
        return reader.openIdsOn(instruments);
    }

    /** The number of open positions of each instrument, read in one round trip. */
    public Map<InstrumentId, Long> openCountsOn(Collection<InstrumentId> instruments) {
        return reader.openCountsOn(instruments);
    }

    /**
     * An open position, or one closed within the last day.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<Position> find(PositionId id) {
        return reader.find(id);
    }

    /**
     * A position that a settlement has set aside; empty where there is none.
     *
     * @throws IllegalStateException or IllegalArgumentException if it can't be read
     */
    public Optional<Position> setAside(PositionId id) {
        return reader.setAside(id);
    }

    private CloseOutcome close(CloseCommand command) {
        LuaScript.Call call = command.call();
        return command.outcome(CLOSE.run(redis, call.keys(), call.args()));
    }

    private List<CloseOutcome> closeAll(List<CloseCommand> commands) {
        List<Reply> replies =
                CLOSE.runAll(redis, commands.stream().map(CloseCommand::call).toList());
        List<CloseOutcome> outcomes = new ArrayList<>(replies.size());
        for (int n = 0; n < replies.size(); n++) {
            outcomes.add(commands.get(n).outcome(replies.get(n)));
        }
        return outcomes;
    }

    private static Position opened(OpenRequest request, Reply reply) {
        return new Position(
                PositionId.parse(reply.text(1)),
                request.user(),
                request.instrument(),
                request.direction(),
                request.quantity(),
                request.leverage(),
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
