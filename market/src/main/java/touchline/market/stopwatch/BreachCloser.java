package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.Lease;
import touchline.market.margin.TickOffset;
import touchline.market.margin.Ticks;
import touchline.market.position.CloseOutcome;
import touchline.market.position.Positions;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/** Closes positions in the name of a lease, for as long as it is held. */
final class BreachCloser {
    private static final LuaScript RECORD = LuaScript.beside(BreachCloser.class, "tick_record");

    private final UnifiedJedis redis;
    private final Positions positions;
    private final Lease lease;

    BreachCloser(UnifiedJedis redis, Positions positions, Lease lease) {
        this.redis = redis;
        this.positions = positions;
        this.lease = lease;
    }

    /** The lease has run out or is somebody else's: nothing that is known here may be acted on. */
    static final class LeaseLost extends RuntimeException {
        LeaseLost(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Closes positions; gives what came of each.
     *
     * @throws LeaseLost if that is no longer ours to do
     */
    List<CloseOutcome> close(List<Positions.Breached> breached) {
        requireLease();
        List<CloseOutcome> outcomes = positions.closeBreached(breached, lease.fence());
        if (outcomes.stream().anyMatch(CloseOutcome.Fenced.class::isInstance)) {
            throw fenced();
        }
        return outcomes;
    }

    /**
     * Writes ticks down that somebody published without doing so: numbered on from the last, they are as good as any.
     *
     * @return the last one's place; empty where the instrument has other ticks under these numbers, or takes none now
     * @throws LeaseLost if that is no longer ours to do
     */
    Optional<TickOffset> record(InstrumentId instrument, Ticks ticks) {
        requireLease();
        List<String> args = new ArrayList<>(
                List.of(lease.fence().lease(), Long.toString(lease.fence().token()), instrument.toString()));
        for (int n = 0; n < ticks.size(); n++) {
            args.add(Long.toString(ticks.seq(n)));
            args.add(Long.toString(ticks.price(n)));
            args.add(Long.toString(ticks.mark(n).at()));
        }
        Reply reply = RECORD.run(
                redis, List.of("instrument:" + instrument, "price_ticks:" + instrument, "outbox:ticks"), args);
        if (reply.is("fenced")) {
            throw fenced();
        }
        return reply.is("stands") ? Optional.of(TickOffset.parse(reply.text(1))) : Optional.empty();
    }

    private void requireLease() {
        if (!lease.isHeld()) {
            throw new LeaseLost("the lease has run out");
        }
    }

    private static LeaseLost fenced() {
        return new LeaseLost("fenced: somebody else has held the lease since");
    }
}
