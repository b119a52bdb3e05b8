package touchline.api.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what runs always. One that dies, of an {@link Error} or of whatever else, is started again within a second, and for a while after that all is
 * not said to be well. Everything can be ended and begun anew; what won't end in time is left behind, as leases and offsets keep it from doing harm.
 * Thread-safe.
 */
final class ThreadSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadSupervisor.class);
    private static final long LOOK_MILLIS = 300;
    /** For how long a death is recent. */
    static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final String name;
    private final Supplier<Loops> anew;
    private final Duration patience;
    private final Duration remembered;
    private final ReentrantLock turn = new ReentrantLock();
    private final Thread keeper;
    private volatile boolean over;
    private volatile List<Life> lives = List.of();
    private volatile @Nullable Death lastDeath;

    /**
     * What runs.
     *
     * @param bodies each to be run on a thread of its own; may be run again after it has died
     * @param end makes the bodies return soon
     */
    record Loops(List<Runnable> bodies, Runnable end) {}

    /** A thread that died. */
    record Death(Instant at, String cause) {}

    /** A body on its thread; {@code told} once it has been told to end, so that its end is no death. */
    private record Life(Loops loops, AtomicBoolean told, Runnable body, Thread thread) {}

    /**
     * Nothing runs yet.
     *
     * @param anew makes what runs, once for each start
     * @param patience how long what runs may take to end
     * @param remembered for how long a death is recent
     */
    ThreadSupervisor(String name, Supplier<Loops> anew, Duration patience, Duration remembered) {
        this.name = name;
        this.anew = anew;
        this.patience = patience;
        this.remembered = remembered;
        this.keeper = new Thread(this::keep, name + "-keeper");
        keeper.setDaemon(true);
    }

    void start() {
        turn.lock();
        try {
            begin();
        } finally {
            turn.unlock();
        }
        keeper.start();
    }

    /** Ends it and begins it anew, once after the other where several ask for it; nothing, where it is to stop for good. */
    void restart() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (over || lives.isEmpty()) {
                return;
            }
            end();
            if (!over) {
                begin();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Ends it for good. */
    void stop() throws InterruptedException {
        over = true;
        keeper.interrupt();
        turn.lockInterruptibly();
        try {
            end();
        } finally {
            turn.unlock();
        }
    }

    boolean isRunning() {
        return !lives.isEmpty();
    }

    /** The last death, if it is recent. */
    Optional<Death> recentDeath() {
        return lastDeath().filter(death -> death.at().isAfter(Instant.now().minus(remembered)));
    }

    Optional<Death> lastDeath() {
        return Optional.ofNullable(lastDeath);
    }

    private void keep() {
        while (!over) {
            try {
                Thread.sleep(LOOK_MILLIS);
                turn.lockInterruptibly();
                try {
                    reviveTheDead();
                } finally {
                    turn.unlock();
                }
            } catch (InterruptedException end) {
                // looked at above: it is over, or somebody was mistaken
            } catch (RuntimeException | Error e) {
                LOG.warn("{} can't be looked after just now: {}", name, e.toString());
            }
        }
    }

    private void reviveTheDead() {
        if (over || lives.stream().allMatch(life -> life.thread().isAlive())) {
            return;
        }
        List<Life> now = new ArrayList<>();
        for (Life life : lives) {
            if (life.thread().isAlive()) {
                now.add(life);
            } else {
                Death death = lastDeath;
                LOG.error(
                        "a thread of {} has died and is started again: {}",
                        name,
                        death == null ? "it just ended" : death.cause());
                now.add(live(life.loops(), life.told(), life.body()));
            }
        }
        lives = List.copyOf(now);
    }

    private void begin() {
        Loops loops = anew.get();
        AtomicBoolean told = new AtomicBoolean();
        lives = loops.bodies().stream().map(body -> live(loops, told, body)).toList();
    }

    private Life live(Loops loops, AtomicBoolean told, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    String cause = "it just ended";
                    try {
                        body.run();
                    } catch (RuntimeException | Error e) {
                        cause = e.toString();
                    } finally {
                        if (!told.get()) {
                            lastDeath = new Death(Instant.now(), cause);
                        }
                    }
                },
                name);
        thread.start();
        return new Life(loops, told, body, thread);
    }

    private void end() throws InterruptedException {
        List<Life> ending = lives;
        lives = List.of();
        ending.forEach(life -> life.told().set(true));
        ending.stream().map(Life::loops).distinct().forEach(loops -> loops.end().run());
        long until = System.nanoTime() + patience.toNanos();
        for (Life life : ending) {
            long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            life.thread().join(Math.max(1, left));
            if (life.thread().isAlive()) {
                LOG.warn("{} does not end within {} s and is interrupted", name, patience.toSeconds());
                life.thread().interrupt();
                life.thread().join(1_000);
            }
        }
    }
}
