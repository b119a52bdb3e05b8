package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    private static final int TURNS = 12;

    private final TriggerIndex index = new SortedTriggerIndex();
    private final List<RestingOrders.Trigger> pending = new ArrayList<>();
    /** Orders of an instrument that are triggered, or can't be read: not to be read at every comparison. */
    private final Map<Long, Set<Long>> notWorking = new HashMap<>();

    private final RestingOrders orders;
    private final BreachCloser closer;
    private final TickTape tape;
    private int turn;

    WatchedOrders(RestingOrders orders, BreachCloser closer, TickTape tape) {
        this.orders = orders;
        this.closer = closer;
        this.tape = tape;
    }

    /** An instrument's orders, and the ticks to judge them by. */
    record Reading(RestingOrders.Found found, Ticks ticks) {}

    /** Reads an instrument's orders and then the ticks that nobody has watched. Any thread may call it. */
    Reading read(InstrumentId instrument) {
        RestingOrders.Found found = orders.on(instrument);
        List<RestingOrder> resting = found.working();
        if (resting.isEmpty()) {
            return new Reading(found, new Ticks());
        }
        TickOffset watched = tape.watchedOrders(instrument);
        long after = resting.stream().mapToLong(RestingOrder::afterSeq).min().orElse(watched.seq());
        long at = resting.stream().mapToLong(RestingOrder::afterAt).min().orElse(watched.at());
        return new Reading(found, tape.after(instrument, after >= watched.seq() ? new TickOffset(at, after) : watched));
    }

    /**
     * Judges an instrument's orders, and watches those that are not triggered.
     *
     * @param judged up to where every tick has been judged
     */
    void load(InstrumentId instrument, Reading read, TickOffset judged) {
        setNotWorking(instrument, read.found().others());
        List<Reached> reached = new ArrayList<>();
        read.found().working().forEach(order -> judge(order, read.ticks(), judged.seq(), reached));
        queue(reached);
    }

    /** Reads an order again after it began to rest, and watches it. */
    void reload(long id, TickOffsets judged) {
        remove(id);
        reload(List.of(id), judged);
    }

    /** Watches an order no longer. */
    void remove(long id) {
        index.remove(id);
        notWorking.values().forEach(ids -> ids.remove(id));
    }

    /**
     * Where the number of resting orders of an instrument is another than is known, watches those that are not; at every twelfth call, which are
     * known is read for each instrument.
     *
     * @param counts of resting orders, as they were read
     */
    void compare(Map<InstrumentId, Long> counts, TickOffsets judged) {
        turn = (turn + 1) % TURNS;
        Map<InstrumentId, Set<Long>> differing = new LinkedHashMap<>();
        counts.forEach((instrument, count) -> {
            boolean isItsTurn = count > 0 && instrument.value() % TURNS == turn;
            Set<Long> known = notWorking.getOrDefault(instrument.value(), Set.of());
            if (isItsTurn || count != index.count(instrument.value()) + known.size()) {
                differing.put(instrument, isItsTurn ? Set.of() : known);
            }
        });
        if (!differing.isEmpty()) {
            Set<Long> watched = new HashSet<>();
            index.each((instrument, id) -> watched.add(id));
            differing.forEach((instrument, known) -> compare(instrument, known, watched, judged));
        }
    }

    private void compare(InstrumentId instrument, Set<Long> known, Set<Long> watched, TickOffsets judged) {
        List<Long> stored = orders.idsOn(instrument);
        List<Long> others = new ArrayList<>(known);
        others.retainAll(new HashSet<>(stored));
        Set<Long> unknown = new LinkedHashSet<>(stored);
        unknown.removeIf(id -> known.contains(id) || watched.contains(id));
        others.addAll(reload(unknown, judged));
        setNotWorking(instrument, others);
    }

    /** Judges orders by all ticks since they rest, and watches them; returns those that don't. */
    private List<Long> reload(Collection<Long> ids, TickOffsets judged) {
        RestingOrders.Found found = orders.find(ids);
        List<Reached> reached = new ArrayList<>();
        for (RestingOrder order : found.working()) {
            long seq = judged.of(order.instrument()).seq();
            boolean missed = seq > order.afterSeq();
            judge(
                    order,
                    missed
                            ? tape.after(order.instrument(), new TickOffset(order.afterAt(), order.afterSeq()))
                            : new Ticks(),
                    seq,
                    reached);
        }
        queue(reached);
        return found.others();
    }

    private void setNotWorking(InstrumentId instrument, Collection<Long> ids) {
        if (ids.isEmpty()) {
            notWorking.remove(instrument.value());
        } else {
            notWorking.put(instrument.value(), new HashSet<>(ids));
        }
    }

    /** Queues what a tick triggers: by price as it moves, the older order first where prices are equal. */
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
     * @param recordTicks records the published ticks of an instrument
     */
    void triggerAll(Function<InstrumentId, TickJudge.Recording> recordTicks, TickOffsets judged) {
        while (!pending.isEmpty()) {
            List<RestingOrders.Trigger> triggers = List.copyOf(pending);
            pending.clear();
            List<RestingOrders.Triggered> outcomes = closer.trigger(orders, triggers);
            Map<InstrumentId, TickJudge.Recording> recorded = new HashMap<>();
            List<Long> resting = new ArrayList<>();
            List<Long> otherTicks = new ArrayList<>();
            for (int n = 0; n < triggers.size(); n++) {
                RestingOrders.Trigger trigger = triggers.get(n);
                if (outcomes.get(n) == RestingOrders.Triggered.RESTS) {
                    resting.add(trigger.order());
                } else if (outcomes.get(n) == RestingOrders.Triggered.TICK_NOT_RECORDED) {
                    if (recorded.computeIfAbsent(trigger.instrument(), recordTicks) == TickJudge.Recording.RECORDED) {
                        pending.add(trigger.asRecorded());
                    } else {
                        otherTicks.add(trigger.order());
                    }
                }
            }
            orders.find(resting).working().forEach(this::watch); // the price was there and has left
            reload(otherTicks, judged); // the ticks of the stream were judged without them
        }
    }

    /** An order, and the first tick that reaches it. */
    private record Reached(RestingOrder order, RestingOrders.Trigger trigger) {
        /** As the index passes them: by tick, then by price as the price moves, then by id. */
        static final Comparator<Reached> ORDER = Comparator.<Reached>comparingLong(
                        one -> one.trigger().seq())
                .thenComparing(one -> !one.order().falls())
                .thenComparingLong(one -> one.order().falls()
                        ? -one.order().trigger()
                        : one.order().trigger())
                .thenComparingLong(one -> one.order().id());
    }

    private void judge(RestingOrder order, Ticks ticks, long untilSeq, List<Reached> reached) {
        for (int n = 0; n < ticks.size() && ticks.seq(n) <= untilSeq; n++) {
            if (order.isTriggeredBy(ticks.seq(n), ticks.price(n))) {
                reached.add(new Reached(
                        order,
                        new RestingOrders.Trigger(order.id(), order.instrument(), ticks.seq(n), ticks.price(n), 0)));
                return;
            }
        }
        watch(order);
    }

    private void queue(List<Reached> reached) {
        reached.sort(Reached.ORDER);
        reached.forEach(one -> pending.add(one.trigger()));
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
                order.afterSeq(),
                0));
    }

    /** Up to where the ticks of an instrument have been judged. */
    @FunctionalInterface
    interface TickOffsets {
        TickOffset of(InstrumentId instrument);
    }
}
