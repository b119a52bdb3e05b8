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
 * Looks once a second for what has changed, while anybody listens, and tells all who do. Keeps the last few thousand events, for whoever was cut off and comes
 * back. Thread-safe.
 */
public final class OpsEventStream implements Managed {
    /** A transaction may become visible so long after the times it writes; what is found twice is told once. */
    static final Duration OVERLAP = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(OpsEventStream.class);
    private static final int KEPT = 5_000;
    private static final int KNOWN = 20_000;
    private static final int RUNS_A_LOOK = 200;
    private static final Duration LONGEST_GAP = Duration.ofMinutes(2);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Rules rules;
    private final String name;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
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
    private long nextStanding;

    /**
     * How it goes about it.
     *
     * @param most readers at once
     * @param pingEvery how often every reader hears something
     * @param standingEvery how often it is asked whether a reader would still be let in
     */
    public record Rules(int most, Duration pingEvery, Duration standingEvery) {
        public static final Rules USUAL = new Rules(200, Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    /** Somebody who listens. */
    interface Reader {
        /** Takes what is to be written; false where too much waits already, or it is over. */
        boolean take(byte[] frames);

        /** Whether it would still be let in. */
        boolean isWelcome();

        /** Ends it. */
        void end();
    }

    /**
     * A feed to which nobody listens.
     *
     * @param name of this feed alone, among those of all nodes
     */
    public OpsEventStream(Jdbi jdbi, ObjectMapper json, String name, Rules rules) {
        this.jdbi = jdbi;
        this.json = json;
        this.name = name;
        this.rules = rules;
    }

    @Override
    public void start() {
        ScheduledFuture<?> untilStopped = looks.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        LOG.debug("looking once a second: {}", untilStopped);
    }

    /** Ends all streams; to be called before the server waits for its requests to end. */
    public void endAll() {
        synchronized (this) {
            over = true;
        }
        readers.forEach(this::leave);
    }

    @Override
    public void stop() {
        endAll();
        looks.shutdownNow();
    }

    /**
     * Tells a reader everything from now on, and what he missed.
     *
     * @param lastId of the last event that he has got, from whichever node; null where he asks for the first time
     * @return false if there are too many already, or the node stops
     */
    synchronized boolean join(Reader reader, @Nullable String lastId) {
        if (over || readers.size() >= rules.most()) {
            return false;
        }
        Optional<Instant> last = Optional.ofNullable(lastId).flatMap(OpsEvent::timeOf);
        if (readers.isEmpty()) {
            begin(last.map(at -> at.minus(OVERLAP)).orElse(null));
        }
        List<OpsEvent> missed = lastId == null ? List.of() : missed(lastId, last.orElse(Instant.EPOCH));
        if (missed == null) {
            Change.Resync resync = new Change.Resync("what happened since that event is not kept here any more");
            reader.take(OpsEvent.frame(resync, json));
        } else {
            reader.take(frames(missed));
        }
        readers.add(reader);
        return true;
    }

    void leave(Reader reader) {
        if (readers.remove(reader)) {
            reader.end();
        }
    }

    /** How many listen. */
    public int readers() {
        return readers.size();
    }

    /** What he has missed; null where that isn't known any more. */
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
        // Another node may have told things in another order, so this goes back a little; what is told twice has the
        // same id up to the '~'.
        Instant from = last.minus(OVERLAP);
        if (keptSince == null || from.isBefore(keptSince)) {
            return null;
        }
        return kept.stream().filter(event -> !event.lookedAt().isBefore(from)).toList();
    }

    /** Learns how all stands, which is no event, except what has become so since a reader was cut off elsewhere. */
    private void begin(@Nullable Instant cutOff) {
        kept.clear();
        known.clear();
        jdbi.useHandle(handle -> {
            Instant now = OpsChangeQuery.now(handle);
            boolean catchesUp = cutOff != null && cutOff.isAfter(now.minus(LONGEST_GAP)) && !cutOff.isAfter(now);
            Instant since = catchesUp && cutOff != null ? cutOff : now;
            keptSince = since;
            lookedAt = now;
            Observations facts = OpsChangeQuery.into(handle, since.minus(OVERLAP), now);
            for (Observations.Fact fact : facts.found()) {
                known.put(fact.identity(), fact.version());
                Instant at = fact.at();
                // What it doesn't know the time of may have become so meanwhile.
                if (catchesUp && (at == null || !at.isBefore(since))) {
                    keep(OpsEvent.of(fact, now, name, json));
                }
            }
            if (catchesUp && facts.beyond() > 0) {
                keepMany(facts.beyond(), now);
            }
        });
    }

    private void beat() {
        try {
            if (readers.isEmpty()) {
                return;
            }
            greet();
            look();
        } catch (RuntimeException | Error e) {
            LOG.warn("what has changed can't be told just now: {}", e.toString());
        }
    }

    /** Even while the database is away, so that nobody takes the silence for an end. */
    private void greet() {
        long now = System.nanoTime();
        if (now - nextPing >= 0) {
            nextPing = now + rules.pingEvery().toNanos();
            tell(PING);
        }
        if (now - nextStanding >= 0) {
            nextStanding = now + rules.standingEvery().toNanos();
            readers.stream().filter(reader -> !reader.isWelcome()).forEach(this::leave);
        }
    }

    private synchronized void look() {
        Instant last = lookedAt;
        if (last == null) {
            return;
        }
        List<OpsEvent> fresh = new ArrayList<>();
        jdbi.useHandle(handle -> {
            Instant now = OpsChangeQuery.now(handle);
            Observations facts = OpsChangeQuery.into(handle, last.minus(OVERLAP), last);
            long untold = facts.beyond();
            int runs = 0;
            for (Observations.Fact fact : facts.found()) {
                if (fact.version().equals(known.put(fact.identity(), fact.version()))) {
                    continue;
                }
                if (fact.change() instanceof Change.Execution && ++runs > RUNS_A_LOOK) {
                    untold++;
                } else {
                    fresh.add(keep(OpsEvent.of(fact, now, name, json)));
                }
            }
            if (untold > 0) {
                fresh.add(keepMany(untold, now));
            }
            lookedAt = now;
        });
        if (!fresh.isEmpty()) {
            tell(frames(fresh));
        }
    }

    private OpsEvent keepMany(long count, Instant now) {
        Observations.Fact many = new Observations.Fact("runs", now.toString(), now, new Change.ExecutionsMany(count));
        return keep(OpsEvent.of(many, now, name, json));
    }

    private OpsEvent keep(OpsEvent event) {
        kept.addLast(event);
        while (kept.size() > KEPT) {
            keptSince = kept.removeFirst().lookedAt().plus(OVERLAP);
        }
        return event;
    }

    private void tell(byte[] frames) {
        for (Reader reader : readers) {
            if (!reader.take(frames)) {
                LOG.info("a reader of events is too slow, or gone, and is cut off");
                leave(reader);
            }
        }
    }

    private static byte[] frames(List<OpsEvent> events) {
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append(event.frame()));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** How each thing stood when last told of; forgets what wasn't looked at for the longest time. */
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
