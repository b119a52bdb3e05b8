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
 * Supervises the threads of a service. One that dies of an exception or {@link Error} is restarted within a second, and the service is reported as failing for a while
 * after that. All threads can be restarted together. One that does not end in time is abandoned; leases and offsets keep it from doing harm.
 * Thread-safe.
 */
final class ThreadSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadSupervisor.class);
    private static final long LOOK_MILLIS = 300;
    /** For how long a death is recent. */
    static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final String name;
    private final Supplier<Loops> factory;
    private final Duration patience;
    private final Duration remembered;
    private final ReentrantLock turn = new ReentrantLock();
    private final Thread keeper;
    private volatile boolean over;
    private volatile List<Life> lives = List.of();
    private volatile @Nullable Death lastDeath;

    /**
     * The loops of one start.
     *
     * @param bodies each runs on its own thread, and again after that thread has died
     * @param end asks the bodies to return
     */
    record Loops(List<Runnable> bodies, Runnable end) {}

    /** A thread that died. */
    record Death(Instant at, String cause) {}

    /** A body on its thread; {@code ending} is set before it is asked to end, so that its end is not a death. */
    private record Life(Loops loops, AtomicBoolean ending, Runnable body, Thread thread) {}

    /**
     * Nothing runs yet.
     *
     * @param factory creates the loops for each start
     * @param patience time that the threads have to end
     * @param remembered for how long a death is recent
     */
    ThreadSupervisor(String name, Supplier<Loops> factory, Duration patience, Duration remembered) {
        this.name = name;
        this.factory = factory;
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

    /** Ends all threads and starts them again; concurrent calls run one after the other. Does nothing after {@link #stop}. */
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

    /** Ends all threads permanently. */
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
                // the loop condition decides
            } catch (RuntimeException | Error e) {
                LOG.warn("threads of {} can't be supervised, retrying: {}", name, e.toString());
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
                LOG.error("a thread of {} died and is restarted: {}", name, death == null ? "it ended" : death.cause());
                now.add(live(life.loops(), life.ending(), life.body()));
            }
        }
        lives = List.copyOf(now);
    }

    private void begin() {
        Loops loops = factory.get();
        AtomicBoolean ending = new AtomicBoolean();
        lives = loops.bodies().stream().map(body -> live(loops, ending, body)).toList();
    }

    private Life live(Loops loops, AtomicBoolean ending, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    String cause = "it ended";
                    try {
                        body.run();
                    } catch (RuntimeException | Error e) {
                        cause = e.toString();
                    } finally {
                        if (!ending.get()) {
                            lastDeath = new Death(Instant.now(), cause);
                        }
                    }
                },
                name);
        thread.start();
        return new Life(loops, ending, body, thread);
    }

    private void end() throws InterruptedException {
        List<Life> ended = lives;
        lives = List.of();
        ended.forEach(life -> life.ending().set(true));
        ended.stream().map(Life::loops).distinct().forEach(loops -> loops.end().run());
        long until = System.nanoTime() + patience.toNanos();
        for (Life life : ended) {
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
