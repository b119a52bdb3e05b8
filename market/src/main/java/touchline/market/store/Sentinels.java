package touchline.market.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 *
 * <p>A primary is kept as long as so many Sentinels reach it that the others are too few to fail over.
 */
final class Sentinels implements PrimaryAddress {
    private static final Logger LOG = LoggerFactory.getLogger(Sentinels.class);
    private static final long BEAT_MILLIS = 250;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long AGAIN_MILLIS = 50;

    private final String primaryName;
    private final List<Sentinel> sentinels;
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile @Nullable HostAndPort known;
    private volatile @Nullable Kept kept;
    private volatile long lastUse = System.nanoTime();

    Sentinels(String primaryName, List<Sentinel> sentinels) {
        this.primaryName = primaryName;
        this.sentinels = List.copyOf(sentinels);
    }

    /** A primary, and until when no fail-over from it can begin. */
    private record Kept(HostAndPort primary, long until) {}

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
        while (!isKeptNow(address)) {
            ask();
            if (isKeptNow(address)) {
                return true;
            }
            if (hasMovedFrom(address) || System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
        }
        return true;
    }

    private boolean isKeptNow(HostAndPort address) {
        Kept now = kept;
        return now != null && now.primary().equals(address) && System.nanoTime() - now.until() < 0;
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
            kept = new Kept(best.primary(), keptUntil(best.primary(), answers));
        });
    }

    /** The earliest time at which as many Sentinels as a fail-over takes may have lost the primary. */
    private long keptUntil(HostAndPort primary, List<Sentinel.Answer> answers) {
        int quorum = answers.stream().mapToInt(Sentinel.Answer::quorum).min().orElse(1);
        int needed = Math.max(1, sentinels.size() - quorum + 1);
        long now = System.nanoTime();
        return answers.stream()
                .filter(answer -> answer.primary().equals(primary))
                .map(answer -> answer.keptUntil() - now)
                .sorted(Comparator.reverseOrder())
                .skip(needed - 1L)
                .findFirst()
                .map(left -> now + left)
                .orElse(now);
    }

    private String failures() {
        return String.join(
                "; ", sentinels.stream().map(Sentinel::toString).sorted().toList());
    }
}
