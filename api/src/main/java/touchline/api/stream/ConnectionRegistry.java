package touchline.api.stream;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.presence.Presence;
import touchline.market.wallet.UserId;

/**
 * The authenticated stream connections of this node. They are counted in the cluster, and their credentials are checked again and again. This happens
 * on two threads of its own: one waits for Redis, the other one for Postgres, whose outage must not delay the heartbeats. Thread-safe.
 */
final class ConnectionRegistry implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRegistry.class);

    private final Presence presence;
    private final Duration heartbeat;
    private final Duration checkEvery;
    private final ConnectionPlaces<UserId> places;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = thread("stream-connections");
    private final ScheduledExecutorService checks = thread("stream-credentials");
    private long beatenAt = System.nanoTime();

    private record Connection(UserId user, BooleanSupplier valid, Runnable end) {}

    /**
     * An empty registry.
     *
     * @param heartbeat heartbeat interval; a third of {@link Presence#BELIEVED} is a good value
     * @param checkEvery interval of the credential checks
     * @param mostPerUser limit of connections of one user to this node
     */
    ConnectionRegistry(Presence presence, Duration heartbeat, Duration checkEvery, int mostPerUser) {
        this.presence = presence;
        this.heartbeat = heartbeat;
        this.checkEvery = checkEvery;
        this.places = new ConnectionPlaces<>(mostPerUser);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread one = new Thread(task, name);
            one.setDaemon(true);
            return one;
        });
    }

    @Override
    public void start() {
        every(heartbeat, thread, this::heartbeat);
        every(checkEvery, checks, this::check);
    }

    private static void every(Duration interval, ScheduledExecutorService thread, Runnable task) {
        ScheduledFuture<?> untilStopped =
                thread.scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("every {} ms: {}", interval.toMillis(), untilStopped);
    }

    /** Removes all connections of this node from the cluster. */
    @Override
    public void stop() throws InterruptedException {
        checks.shutdownNow();
        thread.shutdown();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
        try {
            presence.heartbeat(users());
            presence.leave();
        } catch (RuntimeException away) {
            LOG.info("stream connections of this node could not be removed, they expire: {}", away.toString());
        }
    }

    /**
     * Registers a connection, unless the user has reached the limit.
     *
     * @param connection names it on this node
     * @param valid whether the credentials are still valid; an exception counts as yes
     * @param end runs if they are not
     * @return false if the user has reached the limit
     */
    boolean enter(String connection, UserId user, BooleanSupplier valid, Runnable end) {
        if (!places.take(user)) {
            return false;
        }
        connections.put(connection, new Connection(user, valid, end));
        boolean connected = false;
        try {
            presence.connect(user, connection);
            connected = true;
        } finally {
            if (!connected) {
                leave(connection);
            }
        }
        return true;
    }

    /** Unregisters a connection asynchronously. Idempotent. */
    void leave(String connection) {
        Connection connected = connections.remove(connection);
        if (connected == null) {
            return;
        }
        places.free(connected.user());
        try {
            thread.execute(() -> disconnect(connection, connected.user()));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("{} goes with the node", connection);
        }
    }

    int mostPerUser() {
        return places.most();
    }

    /** The number of a user's connections to this node. */
    long of(UserId user) {
        return places.of(user);
    }

    private void disconnect(String connection, UserId user) {
        try {
            presence.disconnect(user, connection);
        } catch (RuntimeException away) {
            LOG.warn("stream connection of user={} could not be unregistered: {}", user, away.toString());
        }
    }

    private void heartbeat() {
        try {
            presence.heartbeat(users());
            if (System.nanoTime() - beatenAt > Presence.BELIEVED.toNanos()) {
                // Other nodes took this node for dead and dropped its connections.
                connections.forEach((connection, connected) -> presence.connect(connected.user(), connection));
            }
            beatenAt = System.nanoTime();
        } catch (RuntimeException away) {
            LOG.warn("heartbeat of stream connections failed: {}", away.toString());
        }
    }

    private void check() {
        List.copyOf(connections.values()).stream()
                .filter(connected -> !isValid(connected))
                .forEach(ConnectionRegistry::end);
    }

    /** A failure must not end the checks. */
    private static void end(Connection connected) {
        try {
            connected.end().run();
        } catch (RuntimeException e) {
            LOG.warn("stream connection of user={} could not be ended: {}", connected.user(), e.toString());
        }
    }

    private static boolean isValid(Connection connected) {
        try {
            return connected.valid().getAsBoolean();
        } catch (RuntimeException unknown) {
            return true;
        }
    }

    private Collection<UserId> users() {
        return connections.values().stream().map(Connection::user).distinct().toList();
    }
}
