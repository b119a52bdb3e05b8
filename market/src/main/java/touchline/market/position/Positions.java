package touchline.market.position;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.Limits;
import touchline.market.MarketRules;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.LeaseToken;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.CloseReason;
import touchline.market.request.Submission;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.script.UnreadableKeyException;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.wallet.UserId;

/** Opens, amends and closes leveraged positions, each in one atomic step, and reads them. Thread-safe. */
public final class Positions {
    private static final LuaScript AMEND = LuaScript.beside(Positions.class, "position_amend");
    private static final LuaScript CLOSE_ALL = LuaScript.beside(Positions.class, "close_all");
    private static final LuaScript CLOSE = LuaScript.beside(Positions.class, "position_close");
    private static final LuaScript CLOSE_BREACHED = LuaScript.beside(Positions.class, "position_breached");

    private final UnifiedJedis redis;
    private final MarketRules rules;
    private final PositionReader reader;
    private final Openings openings;
    private final SettledPositions settled;

    public Positions(UnifiedJedis redis, MarketRules rules) {
        this.redis = redis;
        this.rules = rules;
        this.reader = new PositionReader(redis);
        this.openings = new Openings(redis, rules);
        this.settled = new SettledPositions(redis, CLOSE);
    }

    /** What may be had at most, now. */
    public Limits limits() {
        return rules.limits();
    }

    /** Opens a position at the price plus the spread, without the in-play delay, or refuses. */
    public TradeOutcome<Position> open(OpenRequest request) {
        return openings.open(request);
    }

    /**
     * The same, but while the instrument's match is live the opening waits out the in-play delay, and is executed or rejected then; and one with a limit or a stop
     * may rest until its price is reached.
     */
    public TradeOutcome<Requested<Opened>> requestOpen(OpenRequest request) {
        return openings.request(request);
    }

    /** The same, without the in-play delay, of one with a limit or a stop. */
    public TradeOutcome<Requested<Opened>> rest(OpenRequest request) {
        return openings.rest(request, Duration.ZERO);
    }

    /**
     * A position, as it was opened.
     *
     * @param price the instrument's price then, without the spread
     */
    public record Opened(Position position, Price price) {}

    /** Sets stop-loss and take-profit for future ticks. */
    public AmendOutcome amend(UserId user, PositionId id, Amendment stopLoss, Amendment takeProfit) {
        return amend(user, id, stopLoss, takeProfit, Submission.UNBOUND);
    }

    /** The same, under a key and a deadline. */
    public AmendOutcome amend(
            UserId user, PositionId id, Amendment stopLoss, Amendment takeProfit, Submission submission) {
        return amend(user, id, stopLoss, takeProfit, new Amendment.Leave(), submission);
    }

    /**
     * The same with a trailing stop.
     *
     * @param trailing the distance to the best price. Another distance starts from the price of now
     */
    public AmendOutcome amend(
            UserId user,
            PositionId id,
            Amendment stopLoss,
            Amendment takeProfit,
            Amendment trailing,
            Submission submission) {
        List<String> args =
                new ArrayList<>(List.of(id.toString(), user.value(), stopLoss.argument(), takeProfit.argument()));
        args.addAll(submission.arguments());
        args.add(trailing.argument());
        Reply reply = AMEND.run(redis, List.of(Keys.position(id), Keys.OUTBOX_TRADES), args);
        return switch (reply.word()) {
            case "amended" -> new AmendOutcome.Amended(Position.from(id, reply.fields(2)), Price.of(reply.number(1)));
            case "already" -> new AmendOutcome.AlreadyClosed(Close.from(reply));
            default -> new AmendOutcome.Refused(reply.rejection());
        };
    }

    /** Closes a user's own position at the current price, without the in-play delay. */
    public CloseOutcome closeByUser(UserId user, PositionId id) {
        return close(CloseCommand.byUser(user, id, null, Duration.ZERO, Submission.UNBOUND));
    }

    /** Closes a part of a user's own position at the current price, without the in-play delay. */
    public CloseOutcome closeByUser(UserId user, PositionId id, Quantity quantity) {
        return close(CloseCommand.byUser(user, id, quantity, Duration.ZERO, Submission.UNBOUND));
    }

    /** The same, but while the match is live the close waits out the in-play delay. A repeated request is the same one. */
    public CloseOutcome requestClose(UserId user, PositionId id) {
        return requestClose(user, id, Submission.UNBOUND);
    }

    /** The same, under a key and a deadline. */
    public CloseOutcome requestClose(UserId user, PositionId id, Submission submission) {
        return requestClose(user, id, null, submission);
    }

    /**
     * The same for a part of it.
     *
     * @param quantity how many shares; null for all
     */
    public CloseOutcome requestClose(UserId user, PositionId id, @Nullable Quantity quantity, Submission submission) {
        return close(CloseCommand.byUser(user, id, quantity, rules.inPlayDelay(), submission));
    }

    /**
     * Requests to close all open positions of a user, each as by {@link #requestClose(UserId, PositionId, Submission)}. A repeated request under the same key
     * is about the same positions, and gets the first outcome of each.
     *
     * @param instrument those in this one; null for any
     * @return the outcomes in the order of the ids
     */
    public TradeOutcome<Map<PositionId, CloseOutcome>> requestCloseAll(
            UserId user, @Nullable InstrumentId instrument, Submission submission) {
        List<String> args = new ArrayList<>();
        args.add(instrument == null ? "" : instrument.toString());
        args.addAll(submission.arguments());
        return CLOSE_ALL.run(redis, List.of(Keys.positionsOfUser(user)), args).outcome(reply -> {
            Map<PositionId, CloseOutcome> outcomes = new LinkedHashMap<>();
            for (String id : reply.values().subList(1, reply.values().size())) {
                reader.parse(id)
                        .ifPresent(
                                position -> outcomes.put(position, closeOneOfAll(user, position, submission.part(id))));
            }
            return outcomes;
        });
    }

    /** One that can't be read is refused by itself: the others are closed. */
    private CloseOutcome closeOneOfAll(UserId user, PositionId id, Submission submission) {
        try {
            return requestClose(user, id, submission);
        } catch (UnreadableKeyException e) {
            return new CloseOutcome.Refused(Rejection.because(Refusal.UNAVAILABLE, "unreadable"));
        }
    }

    /**
     * Closes a position at the tick that breached it, if that tick breaches it.
     *
     * @param token the lease under which it is closed; null if none is needed
     */
    public CloseOutcome closeBreached(Breach breach, @Nullable LeaseToken token) {
        return close(CLOSE_BREACHED, CloseCommand.breached(breach, token));
    }

    /** The same for many, in one pipeline; returns the outcomes in their order. One that can't be closed now ({@link CloseOutcome.Failed}) holds up no other. */
    public List<CloseOutcome> closeBreached(List<Breach> breaches, @Nullable LeaseToken token) {
        List<CloseCommand> commands = breaches.stream()
                .map(breach -> CloseCommand.breached(breach, token))
                .toList();
        return CloseCommand.outcomes(
                commands,
                CLOSE_BREACHED.runEach(
                        redis, commands.stream().map(CloseCommand::call).toList()));
    }

    /**
     * Closes positions in one instrument for a settlement: at the snapshot ({@code FULL_TIME}) or at entry ({@code VOID}). Fenced unless that settlement holds the instrument.
     *
     * @return the outcomes, in their order
     */
    public List<CloseOutcome> closeForSettlement(
            InstrumentId instrument, List<PositionId> ids, CloseReason reason, FixtureId fixture) {
        return settled.close(instrument, ids, reason, fixture);
    }

    /**
     * A user's open positions, without those that can't be read.
     *
     * @throws UnreadableRecordException if nothing says which they are
     */
    public List<Position> openOf(UserId user) {
        return reader.open(Keys.positionsOfUser(user));
    }

    public OpenPositions<Position> readOpenOf(UserId user) {
        return reader.readOpenOf(user);
    }

    /** The open positions of several users, read in two round trips. */
    public Map<UserId, OpenPositions<Position>> readOpenOf(Collection<UserId> users) {
        return reader.readOpenOf(users);
    }

    /** The number of open positions of each user. */
    public Map<UserId, Long> openCounts(Collection<UserId> users) {
        return reader.openCounts(users);
    }

    /** The open positions of an instrument, without those that can't be read. */
    public List<Position> openOn(InstrumentId instrument) {
        return reader.open(Keys.positionsOfInstrument(instrument));
    }

    /** The terms of the open positions of an instrument: half of the work of reading whole positions. What else is stored of them is not checked. */
    public OpenPositions<OpenPositions.Terms> readTermsOn(InstrumentId instrument) {
        return reader.readTermsOn(instrument);
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
        return close(CLOSE, command);
    }

    private CloseOutcome close(LuaScript script, CloseCommand command) {
        LuaScript.Call call = command.call();
        return command.outcome(script.run(redis, call.keys(), call.args()));
    }
}
