package touchline.market.stopwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.money.Price;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.resting.RestingOrders;

/** Watches all open positions while a lease is held: takes messages in their order, and closes the positions that ticks breach. One thread. */
final class WatchSession {
    private static final String PRICES = Keys.priceChannel("");
    private static final Logger LOG = LoggerFactory.getLogger(WatchSession.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StopWatchStats stats;
    private final WatchedPositions watched;
    private final PendingCloses closes;
    private final TickJudge judge;
    private final PositionLoader loader;
    private final Reconciliation reconciliation;
    private final WatchedOrders orders;

    WatchSession(UnifiedJedis redis, Positions positions, BreachCloser closer, StopWatchStats stats) {
        TickTape tape = new TickTape(redis);
        this.stats = stats;
        this.watched = new WatchedPositions(positions, stats);
        this.closes = new PendingCloses(closer, stats);
        this.orders = new WatchedOrders(new RestingOrders(redis), closer, tape);
        this.judge = new TickJudge(watched, closes, tape, orders, stats, closer);
        this.loader = new PositionLoader(watched, judge, closes, tape, positions);
        this.reconciliation = new Reconciliation(
                new BookReader(redis, positions, new RestingOrders(redis)), watched, judge, loader, stats);
    }

    /** What is open and rests on an instrument, and the ticks to judge it by. */
    record Reading(InstrumentId instrument, PositionLoader.Reading positions, WatchedOrders.Reading orders) {}

    /** Reads an instrument, after the subscription began. Any thread may call it. */
    Reading read(InstrumentId instrument) {
        return new Reading(
                instrument, loader.read(instrument), orders.read(instrument)); // orders last: their ticks reach as far
    }

    /** Judges one instrument's positions and orders by everything that happened before, and watches those that stay open. */
    void load(Reading read) {
        loader.loadAll(read.instrument(), read.positions());
        orders.load(read.instrument(), read.orders(), judge.offset(read.instrument()));
        closeAll();
    }

    /** Begins to compare with the stored positions, after everything is loaded. */
    void begin() {
        reconciliation.begin();
    }

    /** Takes messages, and closes the positions that they breach. A message that can't be read is counted and skipped. */
    void take(List<MarketSubscription.Message> messages) {
        messages.forEach(this::take);
        closeAll();
    }

    /** Begins a comparison of the watched positions with the stored ones, and tries closes again that have failed. */
    void reconcile() {
        reconciliation.read();
        closes.failedPositions()
                .forEach(watched::remove); // so that the comparison takes none of them for a lost message
        closes.retryFailed(position -> watched.read(position).isPresent(), loader::reload, judge::recordPublished);
        closeAll();
    }

    /** The ticks up to an offset that were only published, and have to be in their stream for the offset to be stored. */
    Set<TickOffset> unconfirmed(InstrumentId instrument) {
        return judge.unconfirmed(instrument);
    }

    boolean missesBarrierOf(long publishedBefore) {
        return reconciliation.missesBarrierOf(publishedBefore);
    }

    /** The number of instruments of which ticks have been judged. */
    int instruments() {
        return judge.instruments();
    }

    /**
     * Offsets that have moved since they were taken last; all ticks up to there are judged, and all breached positions closed. None before everything that was
     * published while the session loaded has been received: the opening of a position may be among it. None of an instrument on which a close fails either. A
     * session that starts there would miss the breach.
     *
     * @param most so many at most, those that have waited longest first
     */
    Map<InstrumentId, TickOffset> takeOffsets(int most) {
        if (!reconciliation.isCaughtUp()) {
            return Map.of();
        }
        return judge.takeMoved(closes.failing(), most);
    }

    /**
     * Notes that offsets have been stored.
     *
     * @param unrecorded the instruments that lack a tick: its publisher did not record it, or it was lost
     */
    void stored(Map<InstrumentId, TickOffset> offsets, Set<InstrumentId> unrecorded) {
        offsets.forEach((instrument, offset) -> {
            if (unrecorded.contains(instrument)) {
                judge.recordPublished(instrument);
            } else {
                judge.confirmRecorded(instrument, offset);
            }
        });
        closeAll();
    }

    private void take(MarketSubscription.Message message) {
        try {
            JsonNode body = JSON.readTree(message.text());
            if (message.channel().startsWith(PRICES)) {
                judge.judgePublished(
                        InstrumentId.parse(message.channel().substring(PRICES.length())),
                        whole(body, "seq"),
                        Price.of(whole(body, "price")),
                        Math.max(0, whole(body, "at")));
            } else if (message.channel().equals(Keys.REQUEST_CHANGES)) {
                takeRequest(Long.parseLong(text(body, "id")), text(body, "state"));
            } else {
                takeChange(text(body, "type"), text(body, "id"));
            }
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            stats.unreadable();
            LOG.warn("event=unreadable-message channel={} why=\"{}\"", message.channel(), unreadable.getMessage());
        }
    }

    private void takeChange(String type, String id) {
        switch (type) {
            case "barrier" -> takeBarrier(id);
            case "closed" -> watched.remove(PositionId.parse(id));
            case "opened", "amended" -> {
                PositionId position = PositionId.parse(id);
                closeAll();
                loader.reload(position);
            }
            default -> throw new IllegalArgumentException("no such change: " + type);
        }
    }

    /** Closes and triggers what ticks before it have reached first: that it rests may be a consequence of one. */
    private void takeRequest(long id, String state) {
        if (state.equals("WORKING")) {
            closeAll();
            orders.reload(id, judge::offset);
        } else { // a request that waits or has ended costs no round trip
            orders.remove(id);
        }
    }

    private void takeBarrier(String barrier) {
        BookReading books = reconciliation.received(barrier);
        if (books != null) {
            closeAll();
            reconciliation.repairGaps(books);
            closeAll();
            reconciliation.compare(books);
            orders.compare(books.restingOrders(), judge::offset);
        }
    }

    /** In rounds: an order whose tick is another in the stream lets the stream's ticks be judged, and these may breach positions. */
    private void closeAll() {
        do {
            closes.closeAll(loader::reload, judge::recordPublished);
            orders.triggerAll(judge::recordPublished, judge::offset);
        } while (!closes.isEmpty());
        stats.open(watched.index().size());
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
