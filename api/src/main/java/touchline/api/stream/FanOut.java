package touchline.api.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.news.NewsArchive;
import touchline.market.news.NewsItem;
import touchline.market.news.NewsSubscription;
import touchline.market.news.StreamOffset;
import touchline.market.store.RedisConnections;
import touchline.market.store.RetryDelay;

/**
 * Reads what happens, once for the node, and sees to it that all who listen are told: a few threads go round and write to whoever can take something. A reader is
 * never waited for. Thread-safe.
 */
public final class FanOut implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final int ENTRIES_AT_ONCE = 2_000;
    private static final int MOST_READS = 100;
    private static final long ROUND_MILLIS = 250;

    private final RedisConnections redis;
    private final NewsArchive archive;
    private final EventFrames frames;
    private final Rules rules;
    private final List<Round> rounds = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final Object news = new Object();
    private volatile @Nullable EventRing ring;
    private volatile boolean over;
    private volatile @Nullable String lastError;

    /**
     * How it goes about it.
     *
     * @param most listeners at once
     * @param kept pieces of news in the ring
     * @param remembered how far back a node that starts reads, so that those of one that has just ended needn't go to Redis one by one
     * @param pace what comes within this is told at one go
     * @param pingEvery how often everyone hears something
     */
    public record Rules(int most, int kept, Duration remembered, Duration pace, Duration pingEvery) {
        public static Rules usual(int most) {
            return new Rules(most, 1 << 16, Duration.ofSeconds(60), Duration.ofMillis(20), Duration.ofSeconds(10));
        }
    }

    public FanOut(RedisConnections redis, NewsArchive archive, ObjectMapper json, Rules rules) {
        this.redis = redis;
        this.archive = archive;
        this.frames = new EventFrames(json);
        this.rules = rules;
    }

    @Override
    public void start() {
        int cores = Runtime.getRuntime().availableProcessors();
        for (int n = 0; n < Math.max(1, Math.min(4, cores)); n++) {
            Round round = new Round();
            rounds.add(round);
            run("stream-round-" + n, round::run);
        }
        run("stream-news", this::read);
    }

    @Override
    public void stop() {
        endAll();
        threads.forEach(Thread::interrupt);
    }

    /** Ends all streams; to be called before the server waits for its requests to end. */
    public void endAll() {
        over = true;
        rounds.forEach(Round::endAll);
    }

    /** How many listen. */
    public int listeners() {
        return listeners.get();
    }

    /** Why what happens can't be read; null while it can. */
    public @Nullable String lastError() {
        return lastError;
    }

    /** Somebody who will listen; empty while it isn't known what happens, or where too many listen already. */
    Optional<Listener> listener(StreamFilter interest) {
        EventRing now = ring;
        if (over || now == null || listeners.get() >= rules.most()) {
            return Optional.empty();
        }
        return Optional.of(new Listener(now, frames, interest, rules.pingEvery().toNanos()));
    }

    /**
     * Tells him everything from now on, and what he missed.
     *
     * @param lastId of the last event that he has got, from whichever node; null where he asks for the first time
     * @return false where too many listen by now, or the node stops
     */
    boolean join(Listener listener, EventSink outlet, @Nullable String lastId) {
        EventRing now = ring;
        // One step: those that come at once neither pass the limit nor push each other out of the last place.
        if (now == null || over || listeners.getAndUpdate(n -> n < rules.most() ? n + 1 : n) >= rules.most()) {
            return false;
        }
        boolean added = false;
        try {
            begin(listener, now, lastId);
            rounds.get(Math.floorMod(next.getAndIncrement(), rounds.size())).add(listener, outlet);
            added = true;
        } finally {
            if (!added) {
                listeners.decrementAndGet(); // Redis did not say what he missed
            }
        }
        if (over) {
            leave(listener);
        }
        return true;
    }

    private void begin(Listener listener, EventRing now, @Nullable String lastId) {
        long head = now.head();
        StreamOffset here = now.markAt(head);
        if (here == null) {
            here = archive.latest();
        }
        Optional<StreamOffset> last = Optional.ofNullable(lastId).flatMap(StreamOffset::parse);
        if (lastId == null) {
            listener.begin(head, null, List.of(EventFrames.hello(here)));
        } else if (last.isEmpty() || !goesOn(now, here, listener, last.get())) {
            listener.begin(
                    head,
                    null,
                    List.of(
                            frames.resync("what happened since that id is not kept any more"),
                            EventFrames.hello(here)));
        }
    }

    void leave(Listener listener) {
        for (Round round : rounds) {
            round.remove(listener);
        }
    }

    /** From the ring, and from Redis what was before it; false where neither knows. */
    private boolean goesOn(EventRing now, StreamOffset here, Listener listener, StreamOffset last) {
        if (!here.covers(last) && !archive.latest().covers(last)) {
            return false; // it was never told by any of us
        }
        long from = now.firstAfter(last);
        StreamOffset before = now.markAt(from);
        if (before == null) {
            return false; // passed by in this moment
        }
        List<byte[]> greeting = new ArrayList<>();
        greeting.add(EventFrames.hello(last));
        if (!last.covers(before)) {
            Optional<List<NewsItem>> missed =
                    archive.between(last, before, item -> listener.interest().wants(item.news()));
            if (missed.isEmpty()) {
                return false;
            }
            StreamOffset mark = last;
            for (NewsItem item : missed.get()) {
                mark = mark.after(item);
                greeting.add(EventFrames.frame(mark, frames.body(item.news())));
            }
        }
        listener.begin(from, last.and(before), greeting);
        return true;
    }

    private void read() {
        NewsSubscription subscription = null;
        while (!over) {
            try {
                if (subscription == null) {
                    subscription = subscribe();
                }
                List<NewsItem> items = subscription.next(ENTRIES_AT_ONCE);
                lastError = null;
                EventRing now = ring;
                if (now != null && !items.isEmpty()) {
                    now.add(items);
                    synchronized (news) {
                        news.notifyAll();
                    }
                    if (items.size() < ENTRIES_AT_ONCE / 2) {
                        Thread.sleep(rules.pace().toMillis());
                    }
                }
            } catch (InterruptedException end) {
                break;
            } catch (JedisException away) {
                lastError = away.toString();
                if (!over) {
                    LOG.warn("what happens can't be read just now: {}", away.toString());
                }
                if (subscription != null) {
                    subscription.close();
                    subscription = null;
                }
                if (!pause()) {
                    break;
                }
            } catch (RuntimeException | Error e) {
                // A thread that dies would leave everybody uninformed.
                lastError = e.toString();
                LOG.error("what happens can't be told", e);
                if (!pause()) {
                    break;
                }
            }
        }
        if (subscription != null) {
            subscription.close();
        }
    }

    /** Goes on where the ring ends, so that Redis may go away and come back. */
    private NewsSubscription subscribe() {
        EventRing now = ring;
        if (now == null) {
            return begin();
        }
        StreamOffset here = now.markAt(now.head());
        return new NewsSubscription(redis, here == null ? archive.latest() : here);
    }

    /** There is no ring before it has what has just happened: those who come later are told from there. */
    private NewsSubscription begin() {
        StreamOffset latest = archive.latest();
        StreamOffset earlier = latest.before(rules.remembered());
        StreamOffset begin = archive.holds(earlier) ? earlier : latest;
        EventRing fresh = new EventRing(rules.kept(), begin);
        NewsSubscription subscription = new NewsSubscription(redis, begin);
        for (int read = 0; !subscription.mark().covers(latest) && read < MOST_READS; read++) {
            fresh.add(subscription.next(ENTRIES_AT_ONCE));
        }
        ring = fresh;
        return subscription;
    }

    private static boolean pause() {
        try {
            RetryDelay.sleep();
            return true;
        } catch (InterruptedException end) {
            return false;
        }
    }

    private void run(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Some of those who listen, and the thread that writes to them. */
    private final class Round {
        private final Map<Listener, EventSink> here = new ConcurrentHashMap<>();

        void add(Listener listener, EventSink outlet) {
            here.put(listener, outlet);
        }

        void remove(Listener listener) {
            EventSink outlet = here.remove(listener);
            if (outlet != null) {
                listeners.decrementAndGet();
                outlet.end();
            }
        }

        void endAll() {
            here.keySet().forEach(this::remove);
        }

        void run() {
            long told = -1;
            while (!over) {
                try {
                    told = await(told);
                    here.forEach((listener, outlet) -> {
                        if (!outlet.write()) {
                            remove(listener);
                        }
                    });
                } catch (InterruptedException end) {
                    return;
                } catch (RuntimeException | Error e) {
                    LOG.error("a round of those who listen was not finished", e);
                }
            }
        }

        private long await(long told) throws InterruptedException {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);
            synchronized (news) {
                long left = ROUND_MILLIS;
                while (head() == told && left > 0) {
                    news.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                }
                return head();
            }
        }

        private long head() {
            EventRing now = ring;
            return now == null ? -1 : now.head();
        }
    }
}
