package touchline.api.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.news.NewsArchive;
import touchline.market.news.NewsItem;
import touchline.market.news.NewsReader;
import touchline.market.news.StreamOffset;
import touchline.market.store.RedisConnections;
import touchline.market.store.RetryDelay;

/**
 * Reads market events once for the node and sends them to all listeners. A few threads write to the connections that can take data; none waits for a
 * slow client. Thread-safe.
 */
public final class FanOut implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final int ENTRIES_AT_ONCE = 2_000;
    private static final int MOST_READS = 100;

    private final RedisConnections redis;
    private final NewsArchive archive;
    private final EventFrames frames;
    private final Rules rules;
    private final List<WriterLoop> rounds = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final Object news = new Object();
    private volatile @Nullable EventRing ring;
    private volatile boolean over;
    private volatile @Nullable String lastError;

    /**
     * Limits and intervals.
     *
     * @param most listeners at once
     * @param kept events in the ring
     * @param remembered how far back a starting node reads, so that the clients of a node that stopped need not read from Redis one by one
     * @param pace events within this interval are sent together
     * @param pingEvery interval of pings
     * @param slowAfter a listener whose next event has waited longer receives the latest prices only
     */
    record Rules(int most, int kept, Duration remembered, Duration pace, Duration pingEvery, Duration slowAfter) {
        public static Rules usual(int most, Duration slowAfter) {
            return new Rules(
                    most, 1 << 16, Duration.ofSeconds(60), Duration.ofMillis(20), Duration.ofSeconds(10), slowAfter);
        }
    }

    FanOut(RedisConnections redis, NewsArchive archive, ObjectMapper json, Rules rules) {
        this.redis = redis;
        this.archive = archive;
        this.frames = new EventFrames(json);
        this.rules = rules;
    }

    @Override
    public void start() {
        int cores = Runtime.getRuntime().availableProcessors();
        for (int n = 0; n < Math.max(1, Math.min(4, cores)); n++) {
            WriterLoop round = new WriterLoop(this::head, news, listeners::decrementAndGet);
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
    void endAll() {
        over = true;
        rounds.forEach(WriterLoop::stop);
    }

    int listeners() {
        return listeners.get();
    }

    /** The failure of the reading thread; null while it works. */
    @Nullable
    String lastError() {
        return lastError;
    }

    /** A new listener; empty before the first read, or if the limit is reached. */
    public Optional<Listener> listener(StreamFilter filter) {
        EventRing now = ring;
        if (over || now == null || listeners.get() >= rules.most()) {
            return Optional.empty();
        }
        return Optional.of(new Listener(now, frames, filter, rules));
    }

    /**
     * Starts to send events: what the client missed, then everything new.
     *
     * @param lastId the last event id that the client received from any node; null for a new client
     * @return false if the limit is reached or the node stops
     */
    public boolean join(Listener listener, EventSink sink, @Nullable String lastId) {
        EventRing now = ring;
        // One step: simultaneous clients neither exceed the limit nor take each other's last place.
        if (now == null || over || listeners.getAndUpdate(n -> n < rules.most() ? n + 1 : n) >= rules.most()) {
            return false;
        }
        boolean added = false;
        try {
            begin(listener, now, lastId);
            rounds.get(Math.floorMod(next.getAndIncrement(), rounds.size())).add(listener, sink);
            added = true;
        } finally {
            if (!added) {
                listeners.decrementAndGet(); // Redis did not answer what the client missed
            }
        }
        if (over) {
            leave(listener);
        }
        return true;
    }

    /** Sends a listener what happened after an event id. No other thread may use the listener meanwhile. */
    public void resume(Listener listener, String lastId) {
        EventRing now = ring;
        if (now != null) {
            begin(listener, now, lastId);
        }
    }

    private void begin(Listener listener, EventRing now, @Nullable String lastId) {
        long head = now.head();
        StreamOffset here = now.offsetAt(head);
        if (here == null) {
            here = archive.latest();
        }
        Optional<StreamOffset> last = Optional.ofNullable(lastId).flatMap(StreamOffset::parse);
        if (lastId == null) {
            listener.begin(head, null, List.of(EventFrames.hello(here)));
        } else if (last.isEmpty() || !resumes(now, here, listener, last.get())) {
            listener.begin(
                    head,
                    null,
                    List.of(
                            frames.resync("what happened since that id is not kept any more"),
                            EventFrames.hello(here)));
        }
    }

    public void leave(Listener listener) {
        for (WriterLoop round : rounds) {
            round.remove(listener);
        }
    }

    /** Resumes from the ring, and from Redis before it; false if neither has all events. */
    private boolean resumes(EventRing now, StreamOffset here, Listener listener, StreamOffset last) {
        if (!here.covers(last) && !archive.latest().covers(last)) {
            return false; // no node has sent this id
        }
        long from = now.firstAfter(last);
        StreamOffset before = now.offsetAt(from);
        if (before == null) {
            return false; // overwritten meanwhile
        }
        List<byte[]> greeting = new ArrayList<>();
        greeting.add(EventFrames.hello(last));
        if (!last.covers(before)) {
            Optional<List<NewsItem>> missed =
                    archive.between(last, before, item -> listener.filter().wants(item.news()));
            if (missed.isEmpty()) {
                return false;
            }
            StreamOffset offset = last;
            for (NewsItem item : missed.get()) {
                offset = offset.after(item);
                greeting.add(EventFrames.frame(offset, frames.body(item.news())));
            }
        }
        listener.begin(from, last.and(before), greeting);
        return true;
    }

    private void read() {
        NewsReader subscription = null;
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
                    LOG.warn("market events can't be read, retrying: {}", away.toString());
                }
                if (subscription != null) {
                    subscription.close();
                    subscription = null;
                }
                if (!pause()) {
                    break;
                }
            } catch (RuntimeException | Error e) {
                // If this thread died, no client would receive anything.
                lastError = e.toString();
                LOG.error("market events could not be processed", e);
                if (!pause()) {
                    break;
                }
            }
        }
        if (subscription != null) {
            subscription.close();
        }
    }

    /** Subscribes after the end of the ring, so that an outage of Redis leaves no gap. */
    private NewsReader subscribe() {
        EventRing now = ring;
        if (now == null) {
            return begin();
        }
        StreamOffset here = now.offsetAt(now.head());
        return new NewsReader(redis, here == null ? archive.latest() : here);
    }

    /** Publishes the ring only after it has the recent events, which new clients resume from. */
    private NewsReader begin() {
        StreamOffset latest = archive.latest();
        StreamOffset earlier = latest.before(rules.remembered());
        StreamOffset begin = archive.holds(earlier) ? earlier : latest;
        EventRing fresh = new EventRing(rules.kept(), begin);
        NewsReader subscription = new NewsReader(redis, begin);
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

    private long head() {
        EventRing now = ring;
        return now == null ? -1 : now.head();
    }
}
