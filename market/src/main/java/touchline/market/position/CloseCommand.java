package touchline.market.position;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.key.Keys;
import touchline.market.lease.LeaseToken;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Quantity;
import touchline.market.position.rule.CloseReason;
import touchline.market.request.Submission;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.wallet.UserId;

/**
 * The arguments and replies of position_close.lua, and where a tick closes of position_breached.lua.
 *
 * @param user who must own the position; null for anyone
 * @param fixture the settlement that closes it; null for none
 * @param breach the tick that breached it; null for none
 * @param token the lease under which it is closed; null for none
 * @param quantity how many shares a user closes; null for all
 * @param delay the in-play delay that a user's close waits out
 */
record CloseCommand(
        PositionId position,
        CloseReason reason,
        @Nullable UserId user,
        @Nullable FixtureId fixture,
        @Nullable Breach breach,
        @Nullable LeaseToken token,
        @Nullable Quantity quantity,
        Duration delay,
        Submission submission) {

    static CloseCommand byUser(
            UserId user, PositionId position, @Nullable Quantity quantity, Duration delay, Submission submission) {
        return new CloseCommand(position, CloseReason.USER, user, null, null, null, quantity, delay, submission);
    }

    static CloseCommand breached(Breach breach, @Nullable LeaseToken token) {
        return new CloseCommand(
                breach.position(), breach.reason(), null, null, breach, token, null, Duration.ZERO, Submission.UNBOUND);
    }

    static CloseCommand settled(PositionId position, CloseReason reason, FixtureId fixture) {
        return new CloseCommand(position, reason, null, fixture, null, null, null, Duration.ZERO, Submission.UNBOUND);
    }

    /** Returns the outcome of each command. */
    static List<CloseOutcome> outcomes(List<CloseCommand> commands, List<Reply> replies) {
        List<CloseOutcome> outcomes = new ArrayList<>(replies.size());
        for (int n = 0; n < replies.size(); n++) {
            outcomes.add(commands.get(n).outcome(replies.get(n)));
        }
        return outcomes;
    }

    LuaScript.Call call() {
        return new LuaScript.Call(
                List.of(Keys.position(position), Keys.OUTBOX_TRADES), breach == null ? arguments() : arguments(breach));
    }

    private List<String> arguments() {
        List<String> args = new ArrayList<>(List.of(
                position.toString(),
                reason.name(),
                user == null ? "" : user.value(),
                fixture == null ? "" : fixture.toString(),
                Long.toString(delay.toMillis())));
        args.addAll(submission.arguments());
        args.add(quantity == null ? "" : quantity.toString());
        return args;
    }

    private List<String> arguments(Breach tick) {
        return List.of(
                position.toString(),
                reason.name(),
                Long.toString(tick.seq()),
                Long.toString(tick.price().tenThousandths()),
                token == null ? "" : token.lease(),
                token == null ? "" : Long.toString(token.value()),
                tick.requiredTick(),
                Integer.toString(tick.levelCount()),
                tick.best() == null ? "" : tick.best().toString());
    }

    CloseOutcome outcome(Reply reply) {
        return switch (reply.word()) {
            case "closed" -> closed(Close.from(reply));
            case "part" ->
                new CloseOutcome.PartClosed(
                        PositionId.parse(reply.text(1)),
                        Close.from(new Reply(
                                reply.values().subList(1, reply.values().size()))));
            case "already" -> new CloseOutcome.AlreadyClosed(Close.from(reply));
            case "pending" -> new CloseOutcome.Waits(reply.number(1), Instant.ofEpochMilli(reply.number(2)));
            case "fenced" -> new CloseOutcome.Fenced();
            case "not-breached" -> new CloseOutcome.NotBreached();
            case "tick-not-recorded" -> new CloseOutcome.TickNotRecorded();
            case "failed" -> new CloseOutcome.Failed(reply.text(1));
            case "unreadable" ->
                reason == CloseReason.USER
                        ? new CloseOutcome.Refused(Rejection.because(Refusal.UNAVAILABLE, "unreadable"))
                        : new CloseOutcome.Unreadable(reply.text(1));
            default -> new CloseOutcome.Refused(reply.rejection());
        };
    }

    /** A user's close that finds the position breached by an earlier tick did not close it. */
    private CloseOutcome closed(Close close) {
        return reason == CloseReason.USER && close.reason() != reason
                ? new CloseOutcome.AlreadyClosed(close)
                : new CloseOutcome.Closed(close);
    }
}
