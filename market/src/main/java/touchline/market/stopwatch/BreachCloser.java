package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.Lease;
import touchline.market.lease.LeaseLostException;
import touchline.market.margin.TickOffset;
import touchline.market.margin.Ticks;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.Positions;
import touchline.market.resting.RestingOrders;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/** Closes positions and records ticks under the token of a lease, for as long as it is held. */
final class BreachCloser {
    private static final LuaScript RECORD = LuaScript.beside(BreachCloser.class, "tick_record");

    private static final int TICKS_A_RUN = 200;

    private final UnifiedJedis redis;
    private final Positions positions;
    private final Lease lease;

    BreachCloser(UnifiedJedis redis, Positions positions, Lease lease) {
        this.redis = redis;
        this.positions = positions;
        this.lease = lease;
    }

    /**
     * Closes positions; returns the outcomes in their order.
     *
     * @throws LeaseLostException if the lease is lost
     */
    List<CloseOutcome> close(List<Breach> breached) {
        requireLease();
        List<CloseOutcome> outcomes = positions.closeBreached(breached, lease.token());
        if (outcomes.stream().anyMatch(CloseOutcome.Fenced.class::isInstance)) {
            throw fenced();
        }
        return outcomes;
    }

    /**
     * Triggers orders that wait for a price; returns the outcomes in their order.
     *
     * @throws LeaseLostException if the lease is lost
     */
    List<RestingOrders.Triggered> trigger(RestingOrders orders, List<RestingOrders.Trigger> triggers) {
        requireLease();
        List<RestingOrders.Triggered> outcomes = orders.trigger(triggers, lease.token(), positions.limits());
        if (outcomes.contains(RestingOrders.Triggered.FENCED)) {
            throw fenced();
        }
        return outcomes;
    }

    /**
     * Records ticks that their publisher did not record.
     *
     * @return the offset of the last one; empty where the instrument has other ticks under these numbers, or takes none now
     * @throws LeaseLostException if the lease is lost
     */
    Optional<TickOffset> record(InstrumentId instrument, Ticks ticks) {
        Optional<TickOffset> last = Optional.empty();
        for (int from = 0; from < ticks.size(); from += TICKS_A_RUN) {
            last = record(instrument, ticks, from, Math.min(ticks.size(), from + TICKS_A_RUN));
            if (last.isEmpty()) {
                return last;
            }
        }
        return last;
    }

    private Optional<TickOffset> record(InstrumentId instrument, Ticks ticks, int from, int to) {
        requireLease();
        List<String> args = new ArrayList<>(
                List.of(lease.token().lease(), Long.toString(lease.token().value()), instrument.toString()));
        for (int n = from; n < to; n++) {
            args.add(Long.toString(ticks.seq(n)));
            args.add(Long.toString(ticks.price(n)));
            args.add(Long.toString(ticks.offset(n).at()));
        }
        Reply reply = RECORD.run(
                redis, List.of(Keys.instrument(instrument), Keys.priceTicks(instrument), Keys.OUTBOX_TICKS), args);
        if (reply.is("fenced")) {
            throw fenced();
        }
        return reply.is("recorded") ? Optional.of(TickOffset.parse(reply.text(1))) : Optional.empty();
    }

    private void requireLease() {
        if (!lease.isHeld()) {
            throw new LeaseLostException("the lease has run out");
        }
    }

    private static LeaseLostException fenced() {
        return new LeaseLostException("fenced: another holder has had the lease since");
    }
}
