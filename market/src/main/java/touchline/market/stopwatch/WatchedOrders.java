package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.position.rule.Direction;
import touchline.market.resting.RestingOrder;
import touchline.market.resting.RestingOrders;
import touchline.market.stopwatch.index.SortedTriggerIndex;
import touchline.market.stopwatch.index.TriggerIndex;
import touchline.market.stopwatch.index.WatchedPosition;

/** The orders and openings that wait for a price, indexed by it like positions: a tick costs what it triggers. Not thread-safe. */
final class WatchedOrders {
    private final TriggerIndex index = new SortedTriggerIndex();
    private final List<RestingOrders.Trigger> pending = new ArrayList<>();
    private final RestingOrders orders;
    private final BreachCloser closer;
    private final TickTape tape;

    WatchedOrders(RestingOrders orders, BreachCloser closer, TickTape tape) {
        this.orders = orders;
        this.closer = closer;
        this.tape = tape;
    }

    /**
     * Reads an instrument's orders, and judges them by the ticks that nobody has watched.
     *
     * @param judged up to where every tick has been judged
     */
    void load(InstrumentId instrument, TickOffset judged) {
        List<RestingOrder> resting = orders.on(instrument);
        TickOffset watched = tape.watched(instrument);
        long after = resting.stream().mapToLong(RestingOrder::afterSeq).min().orElse(watched.seq());
        long at = resting.stream().mapToLong(RestingOrder::afterAt).min().orElse(watched.at());
        Ticks ticks = tape.after(instrument, after >= watched.seq() ? new TickOffset(at, after) : watched);
        resting.forEach(order -> judge(order, ticks, judged.seq()));
    }

    /** Reads an order again after its state has changed, and watches it if it rests. */
    void reload(long id, TickOffsets judged) {
        index.remove(id);
        orders.find(id).ifPresent(order -> {
            long seq = judged.of(order.instrument()).seq();
            boolean missed = seq > order.afterSeq();
            judge(
                    order,
                    missed
                            ? tape.after(order.instrument(), new TickOffset(order.afterAt(), order.afterSeq()))
                            : new Ticks(),
                    seq);
        });
    }

    /** Where the number of resting orders of an instrument is another than is watched, watches those that are not. */
    void compare(Collection<InstrumentId> instruments, TickOffsets judged) {
        orders.counts(instruments).forEach((instrument, count) -> {
            if (count > index.count(instrument.value())) {
                load(instrument, judged.of(instrument));
            }
        });
    }

    /** Queues what a tick triggers. */
    void tick(InstrumentId instrument, long seq, long price, long publishedAt) {
        int before = pending.size();
        index.breached(
                instrument.value(),
                seq,
                price,
                (order, reason) -> pending.add(new RestingOrders.Trigger(order, instrument, seq, price, publishedAt)));
        for (int n = before; n < pending.size(); n++) {
            index.remove(pending.get(n).order());
        }
    }

    /**
     * Triggers everything that is queued.
     *
     * @param recordTicks records the published ticks of an instrument; false where its stream has others
     */
    void triggerAll(Predicate<InstrumentId> recordTicks) {
        while (!pending.isEmpty()) {
            List<RestingOrders.Trigger> triggers = List.copyOf(pending);
            pending.clear();
            List<RestingOrders.Triggered> outcomes = closer.trigger(orders, triggers);
            for (int n = 0; n < triggers.size(); n++) {
                RestingOrders.Trigger trigger = triggers.get(n);
                RestingOrders.Triggered outcome = outcomes.get(n);
                if (outcome == RestingOrders.Triggered.TICK_NOT_RECORDED && recordTicks.test(trigger.instrument())) {
                    pending.add(trigger.asRecorded());
                } else if (outcome == RestingOrders.Triggered.TICK_NOT_RECORDED
                        || outcome == RestingOrders.Triggered.RESTS) {
                    orders.find(trigger.order()).ifPresent(this::watch);
                }
            }
        }
    }

    private void judge(RestingOrder order, Ticks ticks, long untilSeq) {
        for (int n = 0; n < ticks.size() && ticks.seq(n) <= untilSeq; n++) {
            if (order.isTriggeredBy(ticks.seq(n), ticks.price(n))) {
                pending.add(new RestingOrders.Trigger(order.id(), order.instrument(), ticks.seq(n), ticks.price(n), 0));
                return;
            }
        }
        watch(order);
    }

    private void watch(RestingOrder order) {
        index.put(new WatchedPosition(
                order.id(),
                order.instrument().value(),
                Direction.LONG,
                0,
                order.falls() ? order.trigger() : 0,
                order.falls() ? 0 : order.trigger(),
                order.afterSeq(),
                order.afterSeq()));
    }

    /** Up to where the ticks of an instrument have been judged. */
    @FunctionalInterface
    interface TickOffsets {
        TickOffset of(InstrumentId instrument);
    }
}
