package touchline.market.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.key.Keys;
import touchline.market.outage.StoreOutage;
import touchline.market.script.LuaScript;

/**
 * Whether both stores belong together and Redis has lost nothing that the book has: they keep the same epoch, and Redis has written at least what is
 * applied. The market is open only on the server for which that was shown ({@code gate.lua}): one that has restarted or was promoted takes nothing before.
 * Thread-safe.
 */
public final class Epoch {
    private static final Logger LOG = LoggerFactory.getLogger(Epoch.class);
    private static final LuaScript CONFIRM = LuaScript.beside(Epoch.class, "store_confirm");
    private static final LuaScript SHUT = LuaScript.beside(Epoch.class, "store_shut");
    private static final String REBUILD = ": run 'touchline hydrate config.yml --force'; nodes may go on running";

    /** Redis' words for refusing a script before it has written anything. */
    private static final Set<String> WRITES_NOTHING =
            Set.of("NOREPLICAS", "READONLY", "OOM", "MISCONF", "LOADING", "MASTERDOWN");

    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final @Nullable OutboxWitness witness;

    public Epoch(UnifiedJedis redis, Jdbi jdbi) {
        this(redis, jdbi, null);
    }

    /**
     * The same, with a report of what neither store has.
     *
     * @param witness null for no report
     */
    public Epoch(UnifiedJedis redis, Jdbi jdbi, @Nullable OutboxWitness witness) {
        this.redis = redis;
        this.jdbi = jdbi;
        this.witness = witness;
    }

    /** Opens the market without a book to compare it with: for tests and measurements of Redis alone. */
    public static void openWithoutBook(UnifiedJedis redis) {
        redis.hset(
                Keys.MARKET,
                Map.of("epoch", "1", "confirmed", RedisState.read(redis).server()));
    }

    /**
     * Compares the stores, and opens the market on this Redis where it has everything that the book has; shuts it until it is rebuilt where it has lost
     * something. Changes nothing where it is open and well.
     *
     * @return why it is shut, and what to do; empty where it is open
     */
    public Optional<Shut> open() {
        // The book first: by the time Redis is read it may have written more, never less.
        BookState book = jdbi.withHandle(BookStateRepository::read);
        RedisState hot = RedisState.read(redis);
        if (isWell(book, hot)) {
            return Optional.empty();
        }
        if (!hot.shut().isEmpty()) {
            return Optional.of(Shut.rebuild(hot.shut()));
        }
        if (hot.server().isEmpty()) {
            return Optional.of(Shut.unavailable("Redis is a replica: REDIS_URL must name the primary"));
        }
        if (hot.epoch().isEmpty()) {
            Optional<Shut> never = begin(book, hot);
            if (never.isPresent()) {
                return never;
            }
        }
        Compared compared = jdbi.inTransaction(this::compare);
        return compared.shut() == null ? confirm(compared) : Optional.of(compared.shut());
    }

    /** When Redis was last built from the book: it has no answers to requests from before, so none of those is to be repeated. */
    public static Instant builtAt(Handle book) {
        return BookStateRepository.builtAt(book);
    }

    /** Whether a book has this epoch. */
    public static boolean isOfBook(Jdbi jdbi, long epoch) {
        return Long.valueOf(epoch)
                .equals(jdbi.withHandle(BookStateRepository::read).epoch());
    }

    /**
     * Why the market is shut, as Redis alone says it: for those who ask often. Empty where it is open.
     */
    public Optional<Shut> shut() {
        RedisState hot = RedisState.read(redis);
        if (!hot.shut().isEmpty()) {
            return Optional.of(Shut.rebuild(hot.shut()));
        }
        if (hot.epoch().isEmpty()) {
            return Optional.of(
                    hot.holdsMarket()
                            ? Shut.rebuild("Redis holds a market without an epoch" + REBUILD)
                            : Shut.changed());
        }
        return hot.isConfirmed() ? Optional.empty() : Optional.of(Shut.changed());
    }

    private static boolean isWell(BookState book, RedisState hot) {
        return hot.isConfirmed()
                && hot.shut().isEmpty()
                && hot.confirmation() == book.confirmation()
                && hot.epoch().equals(String.valueOf(book.epoch()))
                && hot.lossAgainst(book).isEmpty();
    }

    /** A market that was never traded on begins; gives why it can't. */
    private Optional<Shut> begin(BookState book, RedisState hot) {
        if (hot.holdsMarket()) {
            return Optional.of(
                    Shut.rebuild("Redis holds a market without an epoch: it is not one of ours, or was tampered with"));
        }
        if (!book.isUntouched()) {
            return Optional.of(Shut.rebuild("Redis has lost its data" + REBUILD));
        }
        BookStateRepository.insertEpoch(jdbi, System.currentTimeMillis());
        redis.hsetnx(
                Keys.MARKET,
                "epoch",
                String.valueOf(jdbi.withHandle(BookStateRepository::read).epoch()));
        return Optional.empty();
    }

    /** What a comparison found: a server that may be opened under a number, or why not. */
    private record Compared(
            String server,
            String epoch,
            long confirmation,
            @Nullable Shut shut) {
        static Compared shut(String why) {
            return new Compared("", "", 0, Shut.rebuild(why));
        }
    }

    /** Compares while nothing is applied; a batch that was read from the Redis before this one can no longer be applied afterwards. */
    private Compared compare(Handle handle) {
        BookState book = BookStateRepository.readAndLock(handle);
        RedisState hot = RedisState.read(redis);
        if (book.epoch() == null) {
            return Compared.shut(
                    "Redis belongs to another database: point REDIS_URL and DATABASE_URL at stores of one market");
        }
        String epoch = Long.toString(book.epoch());
        if (!hot.epoch().equals(epoch)) {
            return Compared.shut("Redis belongs to another epoch of this market, or to another market" + REBUILD);
        }
        if (!hot.isConfirmed()) {
            report(handle, book, hot);
        }
        Optional<String> loss = hot.lossAgainst(book);
        if (loss.isPresent()) {
            return shut(epoch, "Redis has lost data, as " + loss.get() + REBUILD);
        }
        if (hot.isConfirmed()
                && hot.confirmation() < book.confirmation()
                && !hot.server().equals(book.server())
                && BookStateRepository.mayHaveOpenedSince(handle, hot.confirmation())) {
            return shut(epoch, "another Redis has taken this one's place: point REDIS_URL at that one");
        }
        long confirmation = Math.max(book.confirmation(), hot.confirmation()) + 1;
        BookStateRepository.confirm(handle, confirmation, hot.server());
        return new Compared(hot.server(), epoch, confirmation, null);
    }

    /** Nothing is written before the market is open, so a higher number than both stores' is of an entry that is gone. */
    private void report(Handle handle, BookState book, RedisState hot) {
        if (witness != null) {
            BookState.Applied applied = book.streams().get(Keys.OUTBOX_TRADES);
            RedisState.Written written = hot.streams().get(Keys.OUTBOX_TRADES);
            long kept = Math.max(applied == null ? 0 : applied.entry(), written == null ? 0 : written.entries());
            LostEntryRepository.add(handle, witness.after(kept));
        }
    }

    /** After the commit: where this node dies before, the market stays shut until it is compared again. */
    private Optional<Shut> confirm(Compared compared) {
        List<String> args = List.of(
                compared.server(),
                compared.epoch(),
                Long.toString(compared.confirmation()),
                Long.toString(TradeHydration.GAP));
        try {
            if (!CONFIRM.run(redis, List.of(Keys.MARKET, Keys.IDS), args).is("confirmed")) {
                return shut();
            }
        } catch (JedisDataException refused) {
            if (StoreOutage.of(refused)
                    .filter(outage -> WRITES_NOTHING.contains(outage.reason()))
                    .isPresent()) {
                jdbi.useHandle(handle -> BookStateRepository.forgetConfirmation(handle, compared.confirmation()));
            }
            throw refused;
        }
        LOG.info("market open: redis={} confirmation={}", compared.server(), compared.confirmation());
        return Optional.empty();
    }

    private Compared shut(String epoch, String why) {
        SHUT.run(redis, List.of(Keys.MARKET), List.of(epoch, why));
        return Compared.shut(why);
    }
}
