package touchline.market.stopwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.key.Keys;
import touchline.market.lease.Lease;
import touchline.market.lease.LeaseLostException;
import touchline.market.lease.Leases;
import touchline.market.lease.Renewal;
import touchline.market.margin.TickOffset;
import touchline.market.position.Positions;
import touchline.market.script.Gate;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.store.OrderedPrefetch;
import touchline.market.store.RedisConnections;
import touchline.market.store.RetryDelay;

/**
 * Enforces stop-losses, take-profits and margin as ticks arrive. One node of the cluster does so: it holds {@code lease:stop-watcher}, reads all open
 * positions, judges the ticks that came before, and then judges ticks live. At intervals it compares the positions that it watches with the stored ones, as
 * another program may have written without publishing. After a broken connection or a lost lease it discards everything and begins again.
 */
public final class StopWatch implements Runnable, AutoCloseable {
    public static final String LEASE = Keys.LEASE_STOP_WATCHER;

    private static final Logger LOG = LoggerFactory.getLogger(StopWatch.class);
    private static final LuaScript STORE_OFFSETS = LuaScript.beside(StopWatch.class, "watched_offsets");
    private static final int AT_ONCE = 1_000;
    /** Offsets are stored in so many parts, as no close can be sent while Redis stores them. */
    private static final int STORES_A_PERIOD = 10;

    private static final int LEAST_STORED = 50;

    private final RedisConnections connections;
    private final UnifiedJedis redis;
    private final Leases leases;
    private final Positions positions;
    private final StopWatchTimings timings;
    private final StopWatchStats stats = new StopWatchStats();
    private volatile boolean stopped;
    private volatile @Nullable MarketSubscription current;

    /**
     * A StopWatch that does nothing until {@link #run}.
     *
     * @param connections for the one connection that listens
     */
    public StopWatch(RedisConnections connections, UnifiedJedis redis, Leases leases, Positions positions) {
        this(connections, redis, leases, positions, StopWatchTimings.STANDARD);
    }

    /** The same, with other timings than the standard ones. */
    public StopWatch(
            RedisConnections connections,
            UnifiedJedis redis,
            Leases leases,
            Positions positions,
            StopWatchTimings timings) {
        this.connections = connections;
        this.redis = redis;
        this.leases = leases;
        this.positions = positions;
        this.timings = timings;
    }

    /** Watches until {@link #close}, or until its thread is interrupted. An {@link Error} is thrown on: the supervisor restarts the service. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                try {
                    Gate.requireOpen(redis);
                    Optional<Lease> lease = leases.acquire(LEASE, timings.lease());
                    if (lease.isPresent()) {
                        watch(lease.get());
                    } else {
                        stats.waitsFor(leases.holder(LEASE).orElse(null));
                        Thread.sleep(250);
                    }
                } catch (RuntimeException e) {
                    if (stats.failed(String.valueOf(e.getMessage()))) {
                        LOG.warn("the StopWatch begins again: {}", e.toString());
                    }
                    LOG.debug("why", e);
                    RetryDelay.sleep(); // longer than another node waits before it asks for the released lease
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    public StopWatchStatus status() {
        MarketSubscription subscription = current;
        return subscription == null
                ? stats.status(false, 0, 0)
                : stats.status(true, subscription.backlog(), subscription.lagMillis());
    }

    /** Stops after the current message, and releases the lease. */
    @Override
    public void close() {
        stopped = true;
    }

    private void watch(Lease lease) throws InterruptedException {
        try (lease;
                MarketSubscription subscription = MarketSubscription.open(connections)) {
            Renewal renewal = Renewal.of(lease);
            try {
                WatchSession session = load(lease);
                session.begin();
                follow(session, subscription, lease);
            } finally {
                renewal.close();
            }
        } finally {
            current = null;
        }
    }

    /** The subscription is open already: what changes meanwhile waits in its queue. */
    private WatchSession load(Lease lease) {
        WatchSession session = new WatchSession(redis, positions, new BreachCloser(redis, positions, lease), stats);
        List<InstrumentId> instruments =
                new Instruments(redis).all().stream().map(Instrument::id).toList();
        try (OrderedPrefetch<InstrumentId, WatchSession.Reading> readings =
                new OrderedPrefetch<>(instruments, session::read)) {
            for (int n = 0; n < instruments.size(); n++) {
                session.load(readings.next());
            }
        }
        LOG.info("watching {} open positions", stats.status(true, 0, 0).open());
        return session;
    }

    private void follow(WatchSession session, MarketSubscription subscription, Lease lease)
            throws InterruptedException {
        current = subscription;
        stats.watches(lease.holder());
        long nextStore = System.nanoTime();
        long nextComparison = System.nanoTime() + timings.comparisons().toNanos();
        while (!stopped) {
            List<MarketSubscription.Message> messages = subscription.take(AT_ONCE, 200);
            long takenUntil = messages.isEmpty()
                    ? System.nanoTime()
                    : messages.get(messages.size() - 1).cameNanos();
            session.take(messages);
            if (System.nanoTime() - nextStore >= 0) {
                nextStore = System.nanoTime() + timings.offsets().toNanos() / STORES_A_PERIOD;
                storeOffsets(session, lease, Math.max(LEAST_STORED, 1 + session.instruments() / STORES_A_PERIOD));
            }
            if (System.nanoTime() - nextComparison >= 0) {
                nextComparison = System.nanoTime() + timings.comparisons().toNanos();
                session.reconcile();
            }
            if (session.missesBarrierOf(takenUntil - timings.barrier().toNanos())) {
                throw new IllegalStateException("published messages do not arrive: a barrier was not received within "
                        + timings.barrier().toMillis() + " ms");
            }
            if (messages.isEmpty() && subscription.ended() != null) {
                throw new IllegalStateException("the subscription has ended: " + subscription.ended());
            }
            if (!lease.isHeld()) {
                throw new LeaseLostException("the lease has run out");
            }
        }
        storeOffsets(session, lease, Integer.MAX_VALUE);
    }

    private void storeOffsets(WatchSession session, Lease lease, int most) {
        Map<InstrumentId, TickOffset> offsets = session.takeOffsets(most);
        if (offsets.isEmpty()) {
            return;
        }
        List<String> args =
                new ArrayList<>(List.of(LEASE, Long.toString(lease.token().value())));
        offsets.forEach((instrument, offset) -> {
            args.add(instrument.toString());
            args.add(offset.toString());
            args.add(session.unconfirmed(instrument).stream()
                    .map(TickOffset::toString)
                    .collect(Collectors.joining(" ")));
        });
        Reply reply = STORE_OFFSETS.run(redis, List.of(Keys.WATCHED_OFFSETS, Keys.WATCHED_ORDER_OFFSETS), args);
        if (reply.is("fenced")) {
            throw new LeaseLostException("fenced: another holder has had the lease since");
        }
        session.stored(
                offsets,
                reply.values().stream().skip(1).map(InstrumentId::parse).collect(Collectors.toSet()));
    }
}
