package touchline.market.stopwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickMark;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.position.CloseOutcome;
import touchline.market.position.CloseReason;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;

/**
 * From the moment all open positions are known to the first doubt: takes messages in their order and closes what ticks breach. Pub/sub may
 * drop, double or reorder; ticks are numbered, and what is missing is read from the stream before anything later is judged. One thread.
 */
final class WatchSession {
    private static final Logger LOG = LoggerFactory.getLogger(WatchSession.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TriggerIndex index = new SortedTriggerIndex();
    private final Map<Long, TickMark> judged = new HashMap<>();
    private final Set<Long> moved = new HashSet<>();
    private final String barrier = UUID.randomUUID().toString();
    private boolean caughtUp;
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

    /** Catches one instrument up with everything that happened before, and knows its open positions from then on. */
    void load(InstrumentId instrument) {
        List<Position> open = positions.openOn(instrument);
        Ticks ticks = tape.after(instrument, replay.start(instrument, open));
        judged.put(instrument.value(), ticks.size() > 0 ? ticks.last() : tape.watched(instrument));
        for (Position position : open) {
            MarginReplay.firstBreach(position, ticks)
                    .ifPresentOrElse(
                            breach -> settle(position.id(), breach.reason(), breach.seq(), breach.price()),
                            () -> index.put(Watched.of(position)));
        }
        moved.add(instrument.value());
        stats.open(index.size());
    }

    /** Takes one message; one that can't be read is counted and left. */
    void take(MarketSubscription.Message message) {
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

    /** What has to be published once everything is loaded: when it comes back, everything published before it has come. */
    String barrier() {
        return "{\"type\":\"barrier\",\"id\":\"" + barrier + "\"}";
    }

    /**
     * The marks that have moved since the last call: up to there everything is judged and closed. None before the barrier has come: a
     * position opened while we loaded may still be on its way to us, though ticks after it are judged.
     */
    Map<InstrumentId, TickMark> takeMarks() {
        if (!caughtUp) {
            return Map.of();
        }
        Map<InstrumentId, TickMark> marks = new HashMap<>();
        for (long instrument : moved) {
            TickMark mark = judged.getOrDefault(instrument, TickMark.NONE);
            if (!mark.equals(TickMark.NONE)) {
                marks.put(InstrumentId.of(instrument), mark);
            }
        }
        moved.clear();
        return marks;
    }

    private void tick(InstrumentId instrument, long seq, Price price, long at) {
        TickMark last = mark(instrument);
        if (seq <= last.seq()) {
            return;
        }
        if (seq > last.seq() + 1) {
            repair(instrument, seq - 1);
        }
        judge(instrument, new TickMark(Math.max(at, last.at()), seq), price);
    }

    /**
     * Reads the ticks that were not heard of up to a number, and judges them. No further: what the stream has beyond that comes after
     * messages that are still waiting, about positions that are not known yet.
     */
    private void repair(InstrumentId instrument, long untilSeq) {
        Ticks missed = tape.after(instrument, mark(instrument));
        int judgedNow = 0;
        for (int n = 0; n < missed.size() && missed.seq(n) <= untilSeq; n++) {
            judge(instrument, missed.mark(n), Price.of(missed.price(n)));
            judgedNow++;
        }
        stats.repaired(judgedNow);
    }

    private void judge(InstrumentId instrument, TickMark mark, Price price) {
        List<BreachCloser.Breached> breached = new ArrayList<>();
        index.breached(
                instrument.value(),
                mark.seq(),
                price.tenThousandths(),
                (position, reason) ->
                        breached.add(new BreachCloser.Breached(PositionId.of(position), reason, mark.seq(), price)));
        for (BreachCloser.Breached one : breached) {
            settle(one.position(), one.reason(), one.seq(), one.price());
        }
        judged.put(instrument.value(), mark);
        moved.add(instrument.value());
        stats.ticked(mark.at());
        stats.open(index.size());
    }

    private void settle(PositionId id, CloseReason reason, long seq, Price price) {
        CloseOutcome outcome = closer.close(new BreachCloser.Breached(id, reason, seq, price));
        index.remove(id.value());
        if (outcome instanceof CloseOutcome.NotBreached) {
            reload(id); // its levels are not what we thought
        } else if (outcome instanceof CloseOutcome.Closed) {
            stats.closed();
        }
    }

    private void change(JsonNode body) {
        String type = text(body, "type");
        if (type.equals("barrier")) {
            caughtUp |= text(body, "id").equals(barrier);
            return;
        }
        PositionId id = PositionId.parse(text(body, "id"));
        switch (type) {
            case "closed" -> index.remove(id.value());
            case "opened", "amended" -> reload(id);
            default -> throw new IllegalArgumentException("no such change: " + type);
        }
        stats.open(index.size());
    }

    /** Takes a position in as it stands now: after the ticks before its levels, and judged by those after, where they were heard of sooner. */
    private void reload(PositionId id) {
        boolean known = index.remove(id.value());
        positions.find(id).filter(position -> position.close() == null).ifPresent(position -> {
            long levelSeq = position.levels().latest().afterSeq();
            repair(position.instrument(), Math.max(position.openSeq(), levelSeq));
            MarginReplay.firstBreach(position, heardSooner(position, known ? levelSeq : position.openSeq()))
                    .ifPresentOrElse(
                            breach -> settle(position.id(), breach.reason(), breach.seq(), breach.price()),
                            () -> index.put(Watched.of(position)));
        });
    }

    /** The ticks after a number that were judged already, without the position or its levels. */
    private Ticks heardSooner(Position position, long sinceSeq) {
        TickMark mark = mark(position.instrument());
        Ticks heard = new Ticks();
        if (sinceSeq < mark.seq()) {
            Ticks sinceOpened =
                    tape.after(position.instrument(), new TickMark(position.openTickAt(), position.openSeq()));
            for (int n = 0; n < sinceOpened.size() && sinceOpened.seq(n) <= mark.seq(); n++) {
                heard.add(
                        sinceOpened.seq(n),
                        sinceOpened.price(n),
                        sinceOpened.mark(n).at());
            }
        }
        return heard;
    }

    private TickMark mark(InstrumentId instrument) {
        return judged.getOrDefault(instrument.value(), TickMark.NONE);
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
