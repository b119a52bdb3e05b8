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
 * Who listens to this node under his name: counted in the cluster for as long as he does, and asked now and then whether he would still be let in. All of that goes
 * on a thread of its own, as it waits for Redis. Thread-safe.
 */
public final class ConnectionRegistry implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRegistry.class);

    private final Presence presence;
    private final Duration beat;
    private final Duration standingEvery;
    private final int mostPerUser;
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();
    private final Map<UserId, Integer> places = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread one = new Thread(task, "stream-attendance");
        one.setDaemon(true);
        return one;
    });
    private long beatenAt = System.nanoTime();
    private long askedAt = System.nanoTime();

    private record Guest(UserId user, BooleanSupplier standing, Runnable end) {}

    /**
     * Nobody is here yet.
     *
     * @param beat how often the cluster hears of those who are; a third of {@link Presence#BELIEVED} is well
     * @param standingEvery how often each is asked whether he would still be let in
     * @param mostPerUser connections of one user to this node
     */
    public ConnectionRegistry(Presence presence, Duration beat, Duration standingEvery, int mostPerUser) {
        this.presence = presence;
        this.beat = beat;
        this.standingEvery = standingEvery;
        this.mostPerUser = mostPerUser;
    }

    @Override
    public void start() {
        ScheduledFuture<?> untilStopped =
                thread.scheduleWithFixedDelay(this::beat, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("beating every {} ms: {}", beat.toMillis(), untilStopped);
    }

    /** Nobody is here any more, and the cluster is told at once. */
    @Override
    public void stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
        try {
            presence.heartbeat(users());
            presence.leave();
        } catch (RuntimeException away) {
            LOG.info("the cluster will find out that nobody listens here: {}", away.toString());
        }
    }

    /**
     * Counts a connection in, unless the user has as many as he may have. Counting and comparing are one step, so that connections that come at once
     * can't pass the limit together.
     *
     * @param connection names it on this node
     * @param standing whether he would still be let in; a fault counts as yes
     * @param end is run where not
     * @return false where the user has as many connections as he may have
     */
    boolean enter(String connection, UserId user, BooleanSupplier standing, Runnable end) {
        if (!takePlace(user)) {
            return false;
        }
        guests.put(connection, new Guest(user, standing, end));
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

    private boolean takePlace(UserId user) {
        boolean[] taken = {false};
        places.compute(user, (any, before) -> {
            int count = before == null ? 0 : before;
            taken[0] = count < mostPerUser;
            return taken[0] ? Integer.valueOf(count + 1) : before;
        });
        return taken[0];
    }

    /** Counts a connection out, soon; nothing, where it isn't counted. */
    void leave(String connection) {
        Guest guest = guests.remove(connection);
        if (guest == null) {
            return;
        }
        places.computeIfPresent(guest.user(), (any, count) -> count > 1 ? count - 1 : null);
        try {
            thread.execute(() -> disconnect(connection, guest.user()));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("{} goes with the node", connection);
        }
    }

    int mostPerUser() {
        return mostPerUser;
    }

    /** How many connections a user has to this node. */
    long of(UserId user) {
        return places.getOrDefault(user, 0);
    }

    private void disconnect(String connection, UserId user) {
        try {
            presence.disconnect(user, connection);
        } catch (RuntimeException away) {
            LOG.warn("{} can't be counted out just now: {}", user, away.toString());
        }
    }

    private void beat() {
        try {
            presence.heartbeat(users());
            if (System.nanoTime() - beatenAt > Presence.BELIEVED.toNanos()) {
                // The others have taken this node for dead, and forgotten who is here.
                guests.forEach((connection, guest) -> presence.connect(guest.user(), connection));
            }
            beatenAt = System.nanoTime();
        } catch (RuntimeException away) {
            LOG.warn("the cluster can't be told who listens here: {}", away.toString());
        }
        if (System.nanoTime() - askedAt >= standingEvery.toNanos()) {
            askedAt = System.nanoTime();
            List.copyOf(guests.values()).stream()
                    .filter(guest -> !stands(guest))
                    .forEach(guest -> guest.end().run());
        }
    }

    private static boolean stands(Guest guest) {
        try {
            return guest.standing().getAsBoolean();
        } catch (RuntimeException unknown) {
            return true;
        }
    }

    private Collection<UserId> users() {
        return guests.values().stream().map(Guest::user).distinct().toList();
    }
}
