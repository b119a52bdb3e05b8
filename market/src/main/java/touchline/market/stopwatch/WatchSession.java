package touchline.market.stopwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.unreadable.UnreadableRecordException;

/**
 * From the moment all open positions are known to the first doubt: takes messages in their order and closes what ticks breach. Pub/sub may
 * drop, double or reorder; ticks are numbered, and what is missing is read from the stream before anything later is judged. One thread.
 */
final class WatchSession {
    private static final Logger LOG = LoggerFactory.getLogger(WatchSession.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TriggerIndex index = new SortedTriggerIndex();
    private final Map<Long, TickOffset> judged = new HashMap<>();
    private final Map<Long, TickOffset> stands = new HashMap<>();
    private final Map<Long, Ticks> heard = new HashMap<>();
    private final Set<Long> moved = new HashSet<>();
    private final Set<String> invalidPositions = new HashSet<>();
    private final List<Doomed> doomed = new ArrayList<>();
    private final String barrier = UUID.randomUUID().toString();
    private long barrierNanos;
    private boolean caughtUp;
    private @Nullable BookReading reading;
    private final Set<Long> leftSinceReading = new HashSet<>();
    private final Positions positions;
    private final TickTape tape;
    private final MarginReplay replay;
    private final BreachCloser closer;
    private final StopWatchStats stats;

    WatchSession(Positions positions, TickTape tape, MarginReplay replay, BreachCloser closer, StopWatchStats stats) {
        this.positions = positions;
        this.tape = tape;
        this.replay = replay;
        this.closer = closer;
        this.stats = stats;
    }

    /** What is to be closed with the next {@link #closeDoomed}, and is not watched any more. */
    private record Doomed(InstrumentId instrument, Positions.Breached breach) {}

    /** Catches one instrument up with everything that happened before, and knows its open positions from then on. */
    void load(InstrumentId instrument) {
        List<Position> open = openOn(instrument);
        Ticks ticks = tape.after(instrument, replay.start(instrument, open));
        TickOffset mark = ticks.size() > 0 ? ticks.last() : tape.watched(instrument);
        judged.put(instrument.value(), mark);
        stands.put(instrument.value(), mark);
        for (Position position : open) {
            MarginReplay.firstBreach(position, ticks)
                    .ifPresentOrElse(breach -> doom(position, breach), () -> index.put(WatchedPosition.of(position)));
        }
        moved.add(instrument.value());
        closeDoomed();
    }

    /** Takes messages, and closes what they breach; one that can't be read is counted and left. */
    void take(List<MarketSubscription.Message> messages) {
        messages.forEach(this::take);
        closeDoomed();
    }

    private void take(MarketSubscription.Message message) {
        try {
            JsonNode body = JSON.readTree(message.text());
            if (message.channel().startsWith("price:")) {
                tick(
                        InstrumentId.parse(message.channel().substring("price:".length())),
                        whole(body, "seq"),
                        Price.of(whole(body, "price")),
                        whole(body, "at"));
            } else {
                change(body);
            }
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            stats.unreadable();
            LOG.warn("unreadable message on {}: {}", message.channel(), unreadable.getMessage());
        }
    }

    /** Publishes a barrier, once everything is loaded: when it comes back, everything published before it has come. */
    void begin(BookReader books) {
        barrierNanos = System.nanoTime();
        books.publish(barrier);
    }

    /** Reads what is open; compared with what is watched as soon as everything published before has come. Nothing, while the last reading still waits for that. */
    void compareWith(BookReader books) {
        if (reading == null) {
            leftSinceReading.clear();
            reading = books.read(index);
            barrierNanos = System.nanoTime();
        }
    }

    /**
     * Whether a barrier has not come back: then messages are lost, though the connection may seem sound, as it would to a Redis that is no longer the primary.
     *
     * @param publishedBefore by {@link System#nanoTime}; barriers after that may still be on their way
     */
    boolean missesBarrierOf(long publishedBefore) {
        return (!caughtUp || reading != null) && barrierNanos - publishedBefore < 0;
    }

    /**
     * The marks that have moved since the last call: up to there everything is judged and closed. None before the barrier has come: a
     * position opened while we loaded may still be on its way to us, though ticks after it are judged.
     */
    Map<InstrumentId, TickOffset> takeMarks() {
        if (!caughtUp) {
            return Map.of();
        }
        Map<InstrumentId, TickOffset> marks = new HashMap<>();
        for (long instrument : moved) {
            TickOffset mark = judged.getOrDefault(instrument, TickOffset.NONE);
            if (!mark.equals(TickOffset.NONE)) {
                marks.put(InstrumentId.of(instrument), mark);
            }
        }
        moved.clear();
        return marks;
    }

    /**
     * Told that marks have been noted.
     *
     * @param unheardOf those of instruments that have not come to such a tick: its publisher did not write it down
     */
    void marked(Map<InstrumentId, TickOffset> marks, Set<InstrumentId> unheardOf) {
        marks.forEach((instrument, mark) -> {
            if (unheardOf.contains(instrument)) {
                record(instrument);
            } else {
                stands.put(instrument.value(), mark);
                heard.remove(instrument.value());
            }
        });
        closeDoomed();
    }

    private void tick(InstrumentId instrument, long seq, Price price, long at) {
        if (seq > mark(instrument).seq() + 1) {
            repair(instrument, seq);
        }
        TickOffset last = mark(instrument);
        if (seq <= last.seq()) {
            return;
        }
        if (seq > last.seq() + 1) {
            throw new IllegalArgumentException("tick " + seq + " of " + instrument + " is not in its stream, and "
                    + last + " is the last that is");
        }
        heard.computeIfAbsent(instrument.value(), none -> new Ticks()).add(seq, price.tenThousandths(), at);
        judge(instrument, new TickOffset(Math.max(at, last.at()), seq), price, at);
    }

    /**
     * Reads the ticks that were not heard of up to a number, and judges them. No further: what the stream has beyond that comes after
     * messages that are still waiting, about positions that are not known yet.
     */
    private void repair(InstrumentId instrument, long untilSeq) {
        Ticks missed = tape.after(instrument, mark(instrument));
        int judgedNow = 0;
        for (int n = 0; n < missed.size() && missed.seq(n) <= untilSeq; n++) {
            if (missed.seq(n) > mark(instrument).seq()) {
                judge(instrument, missed.mark(n), Price.of(missed.price(n)), 0);
                stands.put(instrument.value(), missed.mark(n));
                judgedNow++;
            }
        }
        if (judgedNow > 0) {
            heard.remove(instrument.value());
            stats.repaired(judgedNow);
        }
    }

    private void judge(InstrumentId instrument, TickOffset mark, Price price, long heardAt) {
        int before = doomed.size();
        index.breached(
                instrument.value(),
                mark.seq(),
                price.tenThousandths(),
                (position, reason) -> doomed.add(new Doomed(
                        instrument,
                        new Positions.Breached(PositionId.of(position), reason, mark.seq(), price, heardAt))));
        for (Doomed one : doomed.subList(before, doomed.size())) {
            leave(one.breach().position());
        }
        judged.put(instrument.value(), mark);
        moved.add(instrument.value());
        stats.ticked(mark.at());
    }

    private void doom(Position position, MarginReplay.Breached breach) {
        leave(position.id());
        doomed.add(new Doomed(
                position.instrument(),
                new Positions.Breached(position.id(), breach.reason(), breach.seq(), breach.price(), 0)));
    }

    /** Noted while a reading waits to be compared: there it may be open still, and need not be asked for. */
    private void leave(PositionId id) {
        index.remove(id.value());
        if (reading != null) {
            leftSinceReading.add(id.value());
        }
    }

    private void closeDoomed() {
        while (!doomed.isEmpty()) {
            List<Doomed> now = List.copyOf(doomed);
            doomed.clear();
            List<CloseOutcome> outcomes =
                    closer.close(now.stream().map(Doomed::breach).toList());
            List<Doomed> unheardOf = new ArrayList<>();
            for (int n = 0; n < now.size(); n++) {
                CloseOutcome outcome = outcomes.get(n);
                if (outcome instanceof CloseOutcome.NotBreached) {
                    reload(now.get(n).breach().position()); // its levels are not what we thought
                } else if (outcome instanceof CloseOutcome.UnheardOf) {
                    unheardOf.add(now.get(n));
                } else if (outcome instanceof CloseOutcome.Closed) {
                    stats.closed();
                }
            }
            writeDown(unheardOf);
        }
        stats.open(index.size());
    }

    /** What was breached by ticks that were only published: they are written down, and it is closed; or they are not to be had, and it is watched again. */
    private void writeDown(List<Doomed> breachedByHearsay) {
        Map<InstrumentId, Boolean> stand = new HashMap<>();
        for (Doomed one : breachedByHearsay) {
            Positions.Breached breach = one.breach();
            if (stand.computeIfAbsent(one.instrument(), this::record)) {
                doomed.add(new Doomed(
                        one.instrument(),
                        new Positions.Breached(breach.position(), breach.reason(), breach.seq(), breach.price(), 0)));
            } else {
                reload(breach.position());
            }
        }
    }

    /** Whether what was heard of an instrument stands now. Where it doesn't, what its stream has instead is judged. */
    private boolean record(InstrumentId instrument) {
        Ticks ticks = heard.remove(instrument.value());
        if (ticks == null) {
            return false;
        }
        Optional<TickOffset> last = closer.record(instrument, ticks);
        TickOffset mark = last.orElseGet(() -> stands.getOrDefault(instrument.value(), TickOffset.NONE));
        judged.put(instrument.value(), mark);
        stands.put(instrument.value(), mark);
        moved.add(instrument.value());
        if (last.isEmpty()) {
            LOG.warn("what was published as ticks of {} is not what it has; back to {}", instrument, mark);
            stats.unreadable();
            repair(instrument, Long.MAX_VALUE);
        }
        return last.isPresent();
    }

    private void change(JsonNode body) {
        String type = text(body, "type");
        if (type.equals("barrier")) {
            came(text(body, "id"));
            return;
        }
        PositionId id = PositionId.parse(text(body, "id"));
        switch (type) {
            case "closed" -> leave(id);
            case "opened", "amended" -> {
                closeDoomed();
                reload(id);
            }
            default -> throw new IllegalArgumentException("no such change: " + type);
        }
    }

    private void came(String published) {
        caughtUp |= published.equals(barrier);
        BookReading books = reading;
        if (books != null && published.equals(books.barrier())) {
            reading = null;
            closeDoomed();
            compare(books);
        }
    }

    /** Everything published before the books were read has come: what differs now, nobody has told us of. */
    private void compare(BookReading books) {
        books.seqs().forEach((instrument, seq) -> {
            if (seq > mark(instrument).seq()) {
                repair(instrument, seq);
            }
        });
        closeDoomed();
        Map<Long, Set<Long>> watched = new HashMap<>();
        books.open().keySet().forEach(instrument -> watched.put(instrument.value(), new HashSet<>()));
        index.each((instrument, position) -> {
            Set<Long> known = watched.get(instrument);
            if (known != null) {
                known.add(position);
            }
        });
        books.open().forEach((instrument, open) -> {
            Set<Long> gone = watched.getOrDefault(instrument.value(), new HashSet<>());
            int missed = 0;
            for (PositionId id : open) {
                boolean explained = gone.remove(id.value()) || leftSinceReading.contains(id.value());
                missed += !explained && reload(id) ? 1 : 0;
            }
            int kept = 0;
            for (long id : gone) {
                kept += reload(PositionId.of(id)) ? 0 : 1;
            }
            if (missed + kept > 0) {
                LOG.warn("{}: {} open positions were not watched, {} watched were not open", instrument, missed, kept);
                stats.mended(missed + kept);
            }
        });
    }

    /**
     * Takes a position in as it stands now: after the ticks before its levels, and judged by those after, where they were heard of sooner.
     *
     * @return whether it is open
     */
    private boolean reload(PositionId id) {
        boolean known = index.remove(id.value());
        Optional<Position> open = find(id);
        open.ifPresent(position -> {
            long levelSeq = position.levels().latest().afterSeq();
            repair(position.instrument(), Math.max(position.openSeq(), levelSeq));
            MarginReplay.firstBreach(position, heardSooner(position, known ? levelSeq : position.openSeq()))
                    .ifPresentOrElse(breach -> doom(position, breach), () -> index.put(WatchedPosition.of(position)));
        });
        return open.isPresent();
    }

    private List<Position> openOn(InstrumentId instrument) {
        OpenPositions open = positions.readOpenOn(instrument);
        open.unreadable().forEach(this::invalid);
        return open.readable();
    }

    /** An open position; empty for one that can't be read, which must not keep the others from being watched. */
    private Optional<Position> find(PositionId id) {
        try {
            Optional<Position> open = positions.find(id).filter(position -> position.close() == null);
            invalidPositions.remove(id.toString());
            return open;
        } catch (UnreadableRecordException e) {
            invalid(id.toString());
            return Optional.empty();
        }
    }

    private void invalid(String id) {
        if (invalidPositions.add(id)) {
            stats.unreadable();
        }
    }

    /** The ticks after a number that were judged already, without the position or its levels. */
    private Ticks heardSooner(Position position, long sinceSeq) {
        TickOffset mark = mark(position.instrument());
        Ticks ticks = new Ticks();
        if (sinceSeq < mark.seq()) {
            Ticks sinceOpened =
                    tape.after(position.instrument(), new TickOffset(position.openTickAt(), position.openSeq()));
            for (int n = 0; n < sinceOpened.size() && sinceOpened.seq(n) <= mark.seq(); n++) {
                ticks.add(
                        sinceOpened.seq(n),
                        sinceOpened.price(n),
                        sinceOpened.mark(n).at());
            }
        }
        return ticks;
    }

    private TickOffset mark(InstrumentId instrument) {
        return judged.getOrDefault(instrument.value(), TickOffset.NONE);
    }

    private static long whole(JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || !value.canConvertToLong()) {
            throw new IllegalArgumentException("no whole number in " + field);
        }
        return value.longValue();
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("no text in " + field);
        }
        return value.textValue();
    }
}
