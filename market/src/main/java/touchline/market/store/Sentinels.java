package touchline.market.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final String primaryName;
    private final List<Sentinel> sentinels;
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile @Nullable HostAndPort known;
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
        List<Sentinel.Answer> answers = new ArrayList<>();
        sentinels.forEach(sentinel -> sentinel.ask(primaryName).ifPresent(answers::add));
        HostAndPort before = known;
        if (before != null && answers.size() <= sentinels.size() / 2) {
            return;
        }
        answers.stream().max(Comparator.comparingLong(Sentinel.Answer::epoch)).ifPresent(best -> {
            if (!best.primary().equals(before)) {
                LOG.info("redis primary: address={} epoch={} before={}", best.primary(), best.epoch(), before);
                known = best.primary();
            }
        });
    }

    private String failures() {
        return String.join(
                "; ", sentinels.stream().map(Sentinel::toString).sorted().toList());
    }
}
