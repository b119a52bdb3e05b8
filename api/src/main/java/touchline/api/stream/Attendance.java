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
public final class Attendance implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    private final Presence presence;
    private final Duration beat;
    private final Duration standingEvery;
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();
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
     */
    public Attendance(Presence presence, Duration beat, Duration standingEvery) {
        this.presence = presence;
        this.beat = beat;
        this.standingEvery = standingEvery;
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
     * Counts a connection in.
     *
     * @param connection names it on this node
     * @param standing whether he would still be let in; a fault counts as yes
     * @param end is run where not
     */
    void enter(String connection, UserId user, BooleanSupplier standing, Runnable end) {
        presence.connect(user, connection);
        guests.put(connection, new Guest(user, standing, end));
    }

    /** Counts a connection out, soon; nothing, where it isn't counted. */
    void leave(String connection) {
        Guest guest = guests.remove(connection);
        if (guest == null) {
            return;
        }
        try {
            thread.execute(() -> disconnect(connection, guest.user()));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("{} goes with the node", connection);
        }
    }

    /** How many connections a user has to this node. */
    long of(UserId user) {
        return guests.values().stream()
                .filter(guest -> guest.user().equals(user))
                .count();
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
