package touchline.api.ops.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.lifecycle.Managed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries changes once a second while it has subscribers, and sends them to all. Keeps the last 5,000 events for subscribers that reconnect.
 * Thread-safe.
 */
final class OpsEventStream implements Managed {
    /** A transaction may become visible this long after the times that it writes; duplicates are removed. */
    static final Duration OVERLAP = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(OpsEventStream.class);
    private static final int KEPT = 5_000;
    private static final int KNOWN = 20_000;
    private static final int RUNS_A_LOOK = 200;
    private static final Duration LONGEST_GAP = Duration.ofMinutes(2);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Settings settings;
    private final String name;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Deque<OpsEvent> kept = new ArrayDeque<>();
    private final Map<String, String> known = new Known();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ops-events");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Instant keptSince;
    private @Nullable Instant lookedAt;
    private boolean over;
    private long nextPing;
    private long nextAccessCheck;

    /**
     * Limits and intervals.
     *
     * @param most subscribers at once
     * @param pingEvery interval of keep-alive comments
     * @param accessCheckEvery interval of access checks
     */
    record Settings(int most, Duration pingEvery, Duration accessCheckEvery) {
        public static final Settings USUAL = new Settings(200, Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    /** A receiver of events. */
    interface Subscriber {
        /** Queues frames; false if the queue is full or the stream has ended. */
        boolean take(byte[] frames);

        /** Whether its access is still valid. */
        boolean isStillAllowed();

        /** Ends it. */
        void end();
    }

    /**
     * A stream without subscribers.
     *
     * @param name of this stream alone, among those of all nodes
     */
    OpsEventStream(Jdbi jdbi, ObjectMapper json, String name, Settings settings) {
        this.jdbi = jdbi;
        this.json = json;
        this.name = name;
        this.settings = settings;
    }

    @Override
    public void start() {
        ScheduledFuture<?> untilStopped = looks.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        LOG.debug("looking once a second: {}", untilStopped);
    }

    /** Ends all streams. Call it before the server waits for its requests to end. */
    void endAll() {
        synchronized (this) {
            over = true;
        }
        subscribers.forEach(this::leave);
    }

    @Override
    public void stop() {
        endAll();
        looks.shutdownNow();
    }

    /**
     * Adds a subscriber and sends what it has missed.
     *
     * @param lastId the last event it received, from any node; null at the first request
     * @return false if there are too many already, or the node stops
     */
    synchronized boolean join(Subscriber subscriber, @Nullable String lastId) {
        if (over || subscribers.size() >= settings.most()) {
            return false;
        }
        Optional<Instant> last = Optional.ofNullable(lastId).flatMap(OpsEvent::timeOf);
        if (subscribers.isEmpty()) {
            begin(last.map(at -> at.minus(OVERLAP)).orElse(null));
        }
        List<OpsEvent> missed = lastId == null ? List.of() : missed(lastId, last.orElse(Instant.EPOCH));
        if (missed == null) {
            Change.Resync resync = new Change.Resync("what happened since that event is not kept here any more");
            subscriber.take(OpsEvent.frame(resync, json));
        } else {
            subscriber.take(frames(missed));
        }
        subscribers.add(subscriber);
        return true;
    }

    void leave(Subscriber subscriber) {
        if (subscribers.remove(subscriber)) {
            subscriber.end();
        }
    }

    /** The number of subscribers. */
    int subscribers() {
        return subscribers.size();
    }

    /** The events after {@code lastId}; null if they are no longer available. */
    private @Nullable List<OpsEvent> missed(String lastId, Instant last) {
        boolean isOurs = lastId.endsWith("~" + name);
        List<OpsEvent> after = new ArrayList<>();
        boolean found = false;
        for (OpsEvent event : kept) {
            if (isOurs && found) {
                after.add(event);
            }
            found |= event.id().equals(lastId);
        }
        if (isOurs && found) {
            return after;
        }
        // Another node may have sent events in another order, so this goes back a little; a duplicate has the
        // same id up to the '~'.
        Instant from = last.minus(OVERLAP);
        if (keptSince == null || from.isBefore(keptSince)) {
            return null;
        }
        return kept.stream().filter(event -> !event.lookedAt().isBefore(from)).toList();
    }

    /** Reads the current state, which is not sent, except for changes since a subscriber was disconnected from another node. */
    private void begin(@Nullable Instant cutOff) {
        kept.clear();
        known.clear();
        jdbi.useHandle(handle -> {
            Instant now = OpsChangeQuery.now(handle);
            boolean catchesUp = cutOff != null && cutOff.isAfter(now.minus(LONGEST_GAP)) && !cutOff.isAfter(now);
            Instant since = catchesUp && cutOff != null ? cutOff : now;
            keptSince = since;
            lookedAt = now;
            Observations observations = OpsChangeQuery.into(handle, since.minus(OVERLAP), now);
            for (Observations.Observation observation : observations.found()) {
                known.put(observation.identity(), observation.version());
                Instant at = observation.at();
                // What it doesn't know the time of may have become so meanwhile.
                if (catchesUp && (at == null || !at.isBefore(since))) {
                    keep(OpsEvent.of(observation, now, name, json));
                }
            }
            if (catchesUp && observations.unread() > 0) {
                keepMany(observations.unread(), now);
            }
        });
    }

    private void beat() {
        try {
            if (subscribers.isEmpty()) {
                return;
            }
            greet();
            look();
        } catch (RuntimeException | Error e) {
            LOG.warn("changes can't be read error={}", e.toString());
        }
    }

    /** Runs even if the database is unavailable, so that clients don't take the silence for a lost connection. */
    private void greet() {
        long now = System.nanoTime();
        if (now - nextPing >= 0) {
            nextPing = now + settings.pingEvery().toNanos();
            publish(PING);
        }
        if (now - nextAccessCheck >= 0) {
            nextAccessCheck = now + settings.accessCheckEvery().toNanos();
            subscribers.stream()
                    .filter(subscriber -> !subscriber.isStillAllowed())
                    .forEach(this::leave);
        }
    }

    private synchronized void look() {
        Instant last = lookedAt;
        if (last == null) {
            return;
        }
        // A change is noted as known only once the connection has been returned: after an error it would not be sent at
        // all.
        TimedObservations look = jdbi.withHandle(handle -> new TimedObservations(
                OpsChangeQuery.now(handle), OpsChangeQuery.into(handle, last.minus(OVERLAP), last)));
        long unreported = look.observations().unread();
        int runs = 0;
        List<OpsEvent> fresh = new ArrayList<>();
        for (Observations.Observation observation : look.observations().found()) {
            if (observation.version().equals(known.put(observation.identity(), observation.version()))) {
                continue;
            }
            if (observation.change() instanceof Change.Execution && ++runs > RUNS_A_LOOK) {
                unreported++;
            } else {
                fresh.add(keep(OpsEvent.of(observation, look.at(), name, json)));
            }
        }
        if (unreported > 0) {
            fresh.add(keepMany(unreported, look.at()));
        }
        lookedAt = look.at();
        if (!fresh.isEmpty()) {
            publish(frames(fresh));
        }
    }

    private record TimedObservations(Instant at, Observations observations) {}

    private OpsEvent keepMany(long count, Instant now) {
        Observations.Observation many =
                new Observations.Observation("runs", now.toString(), now, new Change.ExecutionsMany(count));
        return keep(OpsEvent.of(many, now, name, json));
    }

    private OpsEvent keep(OpsEvent event) {
        kept.addLast(event);
        while (kept.size() > KEPT) {
            keptSince = kept.removeFirst().lookedAt().plus(OVERLAP);
        }
        return event;
    }

    private void publish(byte[] frames) {
        for (Subscriber subscriber : subscribers) {
            if (!subscriber.take(frames)) {
                LOG.info("event subscriber disconnected reason=slow-or-gone");
                leave(subscriber);
            }
        }
    }

    private static byte[] frames(List<OpsEvent> events) {
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append(event.frame()));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The last version sent of each thing; removes the least recently used. */
    private static final class Known extends LinkedHashMap<String, String> {
        Known() {
            super(256, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KNOWN;
        }
    }
}
