package touchline.api.trailing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.wiring.NodeContext;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.Levels;

/**
 * The best prices that positions with a trailing stop have reached, as far as their ticks are read. What was read of a position is kept, so that it costs its new ticks when
 * it is read again. There is one for a node. Thread-safe.
 */
public final class BestPrices implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(BestPrices.class);
    private static final int PAGE = 5_000;
    private static final int KEPT = 50_000;
    private static final int WAITING = 1_000;

    private final TickArchive archive;
    private final Cache<PositionId, Reached> reached =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private final Set<InstrumentId> reading = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor reader =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), BestPrices::daemon);

    private BestPrices(TickArchive archive) {
        this.archive = archive;
    }

    /**
     * Those of a node, which stop with it.
     *
     * @param background with connections that no request uses
     */
    public static BestPrices install(NodeContext background) {
        BestPrices prices = new BestPrices(new TickArchive(new TickTape(background.redis()), background.jdbi()));
        background.environment().lifecycle().manage(prices);
        return prices;
    }

    /**
     * The best price up to a tick.
     *
     * @param best its level is the one that set it
     */
    record Reached(BestPrice best, TickOffset upTo) {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "best-prices");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void stop() {
        reader.shutdownNow();
    }

    /** How many ticks are read in one step. */
    int page() {
        return PAGE;
    }

    /** What is known of a position: nothing after a change of its levels, or if a fail-over has taken ticks back. */
    Reached known(Position position, long lastSeq) {
        Levels.Level level = position.levels().latest();
        Reached kept = reached.getIfPresent(position.id());
        return kept != null && kept.best().level().equals(level) && kept.upTo().seq() <= lastSeq
                ? kept
                : new Reached(BestPrice.first(level), new TickOffset(position.openTickAt(), position.openSeq()));
    }

    /**
     * Adds ticks to what is known of a position with a trailing stop.
     *
     * @param ticks without a gap after what is known; those before it may be among them
     */
    Reached note(Position position, Reached known, Ticks ticks) {
        BestPrice later = MarginReplay.best(position, ticks);
        if (later == null
                || ticks.size() == 0
                || ticks.last().seq() <= known.upTo().seq()) {
            return known;
        }
        Reached now = new Reached(known.best().with(position.direction(), later.price()), ticks.last());
        reached.put(position.id(), now);
        return now;
    }

    /**
     * Reads the ticks of positions of one instrument up to {@code lastSeq} in the background, a page at a time. Does nothing while the instrument is being read, or while very many
     * others wait: the caller asks again.
     */
    void readLater(InstrumentId instrument, List<Position> positions, long lastSeq) {
        if (!reading.add(instrument)) {
            return;
        }
        try {
            reader.execute(() -> {
                try {
                    read(instrument, positions, lastSeq);
                } catch (RuntimeException e) {
                    LOG.debug("the ticks of {} can't be read now: {}", instrument, e.toString());
                } finally {
                    reading.remove(instrument);
                }
            });
        } catch (RejectedExecutionException full) {
            reading.remove(instrument);
        }
    }

    private void read(InstrumentId instrument, Collection<Position> positions, long lastSeq) {
        Map<Position, Reached> known = new HashMap<>();
        positions.forEach(position -> known.put(position, known(position, lastSeq)));
        TickOffset from = known.values().stream()
                .map(Reached::upTo)
                .min(Comparator.comparingLong(TickOffset::seq))
                .orElseThrow();
        while (from.seq() < lastSeq && !Thread.currentThread().isInterrupted()) {
            Ticks ticks = archive.page(instrument, from, PAGE);
            if (ticks.size() == 0) {
                return;
            }
            known.replaceAll((position, before) -> note(position, before, ticks));
            from = ticks.last();
        }
    }
}
