package touchline.market.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Asks every Sentinel four times a second where the primary is, as long as connections are used. The answer with the highest configuration epoch decides, once a
 * majority has answered: a Sentinel that was cut off may still name a former primary. Without a majority the last known primary stays.
 */
final class Sentinels implements PrimaryAddress {
    private static final Logger LOG = LoggerFactory.getLogger(Sentinels.class);
    private static final long BEAT_MILLIS = 250;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long ANSWER_MILLIS = 500; // a Sentinel that hangs must not hold up what the others say
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500); // as long as most lapses take
    private static final long AGAIN_MILLIS = 50;

    private final String primaryName;
    private final List<Sentinel> sentinels;
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile @Nullable HostAndPort known;
    private final FailOverWatch failOvers = new FailOverWatch();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final ExecutorService asking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sentinel");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long lastUse = System.nanoTime();

    Sentinels(String primaryName, List<Sentinel> sentinels) {
        this.primaryName = primaryName;
        this.sentinels = List.copyOf(sentinels);
    }

    @Override
    public HostAndPort current() {
        lastUse = System.nanoTime();
        if (!watching.get()) {
            ask();
            watch();
        }
        HostAndPort now = known;
        if (now == null) {
            throw new JedisConnectionException("no Sentinel names a primary '" + primaryName + "': " + failures());
        }
        return now;
    }

    @Override
    public boolean hasMovedFrom(HostAndPort address) {
        lastUse = System.nanoTime();
        watch();
        return !address.equals(known);
    }

    /** Asks where the last answers are too old to say, until the primary has answered the Sentinels' pings. */
    @Override
    public boolean isKept(HostAndPort address) {
        long end = System.nanoTime() + KEPT_NANOS;
        while (!failOvers.isKept(address, System.nanoTime())) {
            ask();
            warn();
            if (failOvers.isKept(address, System.nanoTime())) {
                return true;
            }
            if (hasMovedFrom(address) || System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
        }
        return true;
    }

    /** Only who has replicas confirm writes is concerned. */
    private void warn() {
        failOvers.weakness().filter(found -> warned.compareAndSet(false, true)).ifPresent(LOG::warn);
    }

    private void watch() {
        if (watching.get() || !watching.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(this::askUntilIdle, "sentinels");
        thread.setDaemon(true);
        thread.start();
    }

    private void askUntilIdle() {
        try {
            while (System.nanoTime() - lastUse < IDLE_NANOS) {
                Thread.sleep(BEAT_MILLIS);
                ask();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            watching.set(false);
        }
    }

    private synchronized void ask() {
        long began = System.nanoTime();
        List<Sentinel.Answer> answers = answers();
        HostAndPort before = known;
        if (before != null && answers.size() <= sentinels.size() / 2) {
            return;
        }
        answers.stream().max(Comparator.comparingLong(Sentinel.Answer::epoch)).ifPresent(best -> {
            if (!best.primary().equals(before)) {
                LOG.info("redis primary: address={} epoch={} before={}", best.primary(), best.epoch(), before);
                known = best.primary();
            }
            failOvers.take(
                    best.primary(), new FailOverWatch.Round(sentinels.size(), began, System.nanoTime(), answers));
        });
    }

    private List<Sentinel.Answer> answers() {
        List<Callable<Optional<Sentinel.Answer>>> questions = new ArrayList<>();
        sentinels.forEach(sentinel -> questions.add(() -> sentinel.ask(primaryName)));
        List<Sentinel.Answer> answers = new ArrayList<>();
        try {
            for (Future<Optional<Sentinel.Answer>> each :
                    asking.invokeAll(questions, ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    each.get().ifPresent(answers::add);
                } catch (CancellationException late) {
                    LOG.debug("a Sentinel has not answered in time");
                } catch (ExecutionException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    private String failures() {
        return String.join(
                "; ", sentinels.stream().map(Sentinel::toString).sorted().toList());
    }
}
