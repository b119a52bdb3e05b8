package touchline.market.position;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.position.rule.CloseReason;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/** Closes positions for a settlement, many in each run of a script; those that the script leaves, one by one. Thread-safe. */
final class SettledPositions {
    private static final LuaScript SETTLE = LuaScript.beside(SettledPositions.class, "settle_positions");
    /** One or two milliseconds, in which Redis does nothing else. */
    private static final int A_RUN = 50;
    /** A tenth of a second, far below the time that a reply may take. */
    private static final int A_PIPELINE = 2_500;

    private static final int VALUES = 6; // of each position in a reply

    private final UnifiedJedis redis;
    private final LuaScript close;

    SettledPositions(UnifiedJedis redis, LuaScript close) {
        this.redis = redis;
        this.close = close;
    }

    /** Returns the outcomes, in the order of the ids. */
    List<CloseOutcome> close(InstrumentId instrument, List<PositionId> ids, CloseReason reason, FixtureId fixture) {
        List<CloseOutcome> outcomes = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += A_PIPELINE) {
            outcomes.addAll(
                    some(instrument, ids.subList(from, Math.min(ids.size(), from + A_PIPELINE)), reason, fixture));
        }
        return outcomes;
    }

    private List<CloseOutcome> some(
            InstrumentId instrument, List<PositionId> ids, CloseReason reason, FixtureId fixture) {
        List<LuaScript.Call> calls = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += A_RUN) {
            List<String> args = new ArrayList<>(List.of(instrument.toString(), fixture.toString(), reason.name()));
            ids.subList(from, Math.min(ids.size(), from + A_RUN)).forEach(id -> args.add(id.toString()));
            calls.add(new LuaScript.Call(List.of(Keys.instrument(instrument), Keys.OUTBOX_TRADES), args));
        }
        List<CloseOutcome> outcomes = new ArrayList<>(ids.size());
        List<Integer> left = new ArrayList<>();
        for (Reply reply : SETTLE.runAll(redis, calls)) {
            for (int at = 1; at < reply.values().size(); at += VALUES) {
                Reply one = new Reply(reply.values().subList(at, at + VALUES));
                if (!one.is("closed")) {
                    left.add(outcomes.size());
                }
                outcomes.add(one.is("closed") ? new CloseOutcome.Closed(Close.from(one)) : new CloseOutcome.Fenced());
            }
        }
        List<CloseCommand> commands = left.stream()
                .map(n -> CloseCommand.settled(ids.get(n), reason, fixture))
                .toList();
        List<CloseOutcome> alone = CloseCommand.outcomes(
                commands,
                close.runAll(redis, commands.stream().map(CloseCommand::call).toList()));
        for (int n = 0; n < left.size(); n++) {
            outcomes.set(left.get(n), alone.get(n));
        }
        return outcomes;
    }
}
