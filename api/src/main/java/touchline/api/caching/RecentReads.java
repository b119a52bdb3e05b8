package touchline.api.caching;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers a question by its last reading at once, and reads again in the background, for readings that take long and need not be of this moment. An answer was
 * read at most {@link #OLDEST} ago; after a longer silence the caller waits for a new reading. Thread-safe.
 *
 * @param <Q> the question, with {@code equals}
 */
public final class RecentReads<Q, A> {
    /** The age of an answer, counted from the beginning of its reading. */
    public static final Duration OLDEST = Duration.ofSeconds(1);

    /** From this age on the first caller starts a new reading. */
    static final Duration FRESH = Duration.ofMillis(250);

    private static final int MOST = 256;

    private final LoadingCache<Q, Reading<A>> readings;

    private record Reading<A>(A answer, long beganAt) {}

    public RecentReads(String name, Function<Q, A> reader) {
        this(reader, Ticker.systemTicker(), thread(name));
    }

    RecentReads(Function<Q, A> reader, Ticker nanos, Executor background) {
        this.readings = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(nanos)
                .executor(background)
                .refreshAfterWrite(FRESH)
                .expireAfter(new Age<Q, A>())
                .build(question -> {
                    long began = nanos.read();
                    return new Reading<>(reader.apply(question), began);
                });
    }

    /** The answer; throws what the reading threw if there is no recent one. */
    public A get(Q question) {
        return readings.get(question).answer();
    }

    private static Executor thread(String name) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread one = new Thread(task, name);
                    one.setDaemon(true);
                    return one;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    private static final class Age<Q, A> implements Expiry<Q, Reading<A>> {
        @Override
        public long expireAfterCreate(Q question, Reading<A> reading, long now) {
            return Math.max(0, OLDEST.toNanos() - (now - reading.beganAt()));
        }

        @Override
        public long expireAfterUpdate(Q question, Reading<A> reading, long now, long left) {
            return expireAfterCreate(question, reading, now);
        }

        @Override
        public long expireAfterRead(Q question, Reading<A> reading, long now, long left) {
            return left;
        }
    }
}
