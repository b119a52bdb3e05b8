package touchline.market.recovery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import touchline.market.Refusal;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.halt.Halt;
import touchline.market.halt.HaltRepository;
import touchline.market.halt.HaltText;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.Booking;
import touchline.market.outbox.entry.EntryCodec;
import touchline.market.outbox.entry.TradesEntry;

/**
 * Rebuilds Redis from the book. Nodes may go on running: they take nothing meanwhile, and go on when it is done. The market stays shut until everything is there and the audit agrees. What the book could not take
 * (dead letters) is not in the rebuilt market either: it is marked as resolved, and kept.
 */
public final class Hydration {
    private static final Logger LOG = LoggerFactory.getLogger(Hydration.class);

    private static final String REBUILDING = "being rebuilt from the book";

    private static final String[] MARKET_KEYS = {
        Keys.INSTRUMENTS, Keys.ACCOUNTS, Keys.IDS, Keys.OUTBOX_TRADES, Keys.OUTBOX_TICKS, Keys.OUTBOX_WRITTEN
    };

    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final String operator;

    /**
     * A rebuild.
     *
     * @param operator who asks for it, for the dead letters that it resolves
     */
    public Hydration(UnifiedJedis redis, Jdbi jdbi, String operator) {
        this.redis = redis;
        this.jdbi = jdbi;
        this.operator = operator;
    }

    /**
     * Rebuilds.
     *
     * @param force empties a Redis that holds a market first; what of it is not in the book is lost. A rebuild that was cut off is done again without
     * @return what the audit says of the result; the market is open only if it is ok
     * @throws IllegalStateException if Redis holds a market and {@code force} is not set, the book has never been opened, or another rebuild runs
     */
    public AuditReport run(boolean force) throws InterruptedException {
        try (Handle alone = jdbi.open()) {
            if (!BookStateRepository.beginRebuild(alone)) {
                throw new IllegalStateException("Another rebuild of this market is running: wait until it has ended.");
            }
            try {
                return rebuild(force);
            } finally {
                end(alone);
            }
        }
    }

    /** The connection was idle meanwhile: where Postgres has ended it, the lock has ended too, and the result counts all the same. */
    private static void end(Handle alone) {
        try {
            BookStateRepository.endRebuild(alone);
        } catch (JdbiException ended) {
            LOG.warn("the lock of the rebuild has ended early: {}", ended.toString());
        }
    }

    private AuditReport rebuild(boolean force) throws InterruptedException {
        BookState before = jdbi.withHandle(BookStateRepository::read);
        if (before.epoch() == null) {
            throw new IllegalStateException("The book is empty: there is nothing to rebuild from. Just start a node.");
        }
        boolean empties = force || wasCutOff();
        if (!empties && redis.exists(MARKET_KEYS) > 0) {
            throw new IllegalStateException("Redis holds a market. If it is to be thrown away, add --force: "
                    + "what has not been flushed into the book is lost with it.");
        }
        if (!isHash(Keys.MARKET)) {
            redis.del(Keys.MARKET);
        }
        // Before the flushers stop: what is acknowledged after that would be lost. And before the book is changed: a
        // Redis that takes no writes must not shut the market of another one.
        redis.hset(Keys.MARKET, "shut", REBUILDING);
        // First, so that a flusher that still runs applies no more of what is discarded.
        long confirmation = before.confirmation() + 1;
        jdbi.useHandle(book -> BookStateRepository.confirm(book, confirmation, "rebuild"));
        if (empties) {
            redis.flushDB();
        }
        redis.hdel(Keys.MARKET, "epoch", "confirmed");
        redis.hset(Keys.MARKET, Map.of("shut", REBUILDING, "confirmation", Long.toString(confirmation)));
        jdbi.useTransaction(book -> {
            HydrationQuery query = new HydrationQuery(book);
            query.allowLongStatements();
            RebuiltPositionRepository.judgeFromTheLastTick(book);
            new InstrumentHydration(redis, query).run();
            new TradeHydration(redis, query).run();
            new MatchHydration(redis, query).run();
            halts(book);
            outbox(query);
            rejectWaitingRequests(query);
            resolveDeadLetters(book);
        });
        long epoch = BookStateRepository.advanceEpoch(jdbi, System.currentTimeMillis());
        AuditReport report = new Audit(redis, jdbi).run();
        if (report.ok()) {
            redis.hset(Keys.MARKET, "epoch", Long.toString(epoch));
            redis.hdel(Keys.MARKET, "shut");
            new Epoch(redis, jdbi).open().ifPresent(why -> {
                throw new IllegalStateException("Rebuilt, but the market is shut: " + why);
            });
        }
        return report;
    }

    /** Whether a rebuild of this Redis has ended early: nothing was acknowledged since, so nothing is lost with what it holds. */
    private boolean wasCutOff() {
        return isHash(Keys.MARKET)
                && REBUILDING.equals(redis.hget(Keys.MARKET, "shut"))
                && !redis.hexists(Keys.MARKET, "epoch");
    }

    private boolean isHash(String key) {
        return Set.of("hash", "none").contains(redis.type(key));
    }

    /** So that no order passes a halt before a node applies it again. */
    private void halts(Handle book) {
        for (Halt halt : HaltRepository.allInForce(book)) {
            redis.hset(Keys.HALTS, halt.scope().toString(), HaltText.write(halt.terms()));
        }
    }

    /** The streams begin where the book left off, so that no id comes twice. */
    private void outbox(HydrationQuery book) {
        book.outboxOffsets(row -> {
            String stream = row.getString("stream");
            String lastId = row.getString("last_id");
            if (!lastId.equals("0-0")) {
                StreamEntryID last = new StreamEntryID(lastId);
                redis.xadd(stream, XAddParams.xAddParams().id(last), Map.of("type", "rebuilt"));
                redis.xdel(stream, last);
            }
            redis.hset(Keys.OUTBOX_WRITTEN, stream, row.getString("applied"));
        });
    }

    /** Rejects requests that waited out the in-play delay: the state that they were to be executed in is gone. The book gets the rejection as usual. */
    private void rejectWaitingRequests(HydrationQuery book) {
        long now = System.currentTimeMillis();
        book.waitingRequests(row -> redis.xadd(
                Keys.OUTBOX_TRADES,
                XAddParams.xAddParams(),
                EntryCodec.encode(
                        rejected(row.getLong("id"), row.getString("kind"), now),
                        redis.hincrBy(Keys.OUTBOX_WRITTEN, Keys.OUTBOX_TRADES, 1))));
    }

    private static TradesEntry.RequestDecided rejected(long request, String kind, long now) {
        return new TradesEntry.RequestDecided(
                new Booking(Long.toString(request), now, List.of(), null),
                request,
                kind,
                "REJECTED",
                Refusal.UNAVAILABLE.slug(),
                "reason=shut",
                null);
    }

    private void resolveDeadLetters(Handle book) {
        int resolved = BookStateRepository.resolveDeadLetters(book, operator);
        if (resolved > 0) {
            LOG.warn("dead letters resolved: count={} by={}; they stay in outbox_dead_letters", resolved, operator);
        }
    }

    /** A hash of text, without the fields that have no value. */
    static Map<String, String> hash(@Nullable Object... fieldsAndValues) {
        Map<String, String> hash = new TreeMap<>();
        for (int n = 0; n < fieldsAndValues.length; n += 2) {
            Object value = fieldsAndValues[n + 1];
            if (value != null) {
                hash.put(String.valueOf(fieldsAndValues[n]), value.toString());
            }
        }
        return hash;
    }
}
