package touchline.api.ops.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The events of changes in the database, and who receives them. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class OpsEventStreamTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final List<OpsEventStream> feeds = new ArrayList<>();
    private Jdbi jdbi;

    @BeforeEach
    void open(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
    }

    @AfterEach
    void stop() {
        feeds.forEach(OpsEventStream::stop);
    }

    @Test
    void sendsEachRunOnce() {
        run("before");
        OpsEventStream feed = feed("a");
        Listener listener = join(feed, null);

        run("one");
        await().atMost(SOON).until(() -> listener.has("\"reason\":\"one\""));
        run("two");
        await().atMost(SOON).until(() -> listener.has("\"reason\":\"two\""));

        // Later looks find the first again, and say nothing.
        assertThat(listener.count("\"reason\":\"one\"")).isEqualTo(1);
        assertThat(listener.has("\"reason\":\"before\"")).isFalse();
        assertThat(listener.text()).contains("event: execution\n", "\"outcome\":\"SUCCEEDED\"");
    }

    @Test
    void countsRunsBeyondTheLimit() {
        Listener listener = join(feed("a"), null);

        runs(3_000);
        await().atMost(SOON).until(() -> listener.has("event: executions-many"));

        assertThat(listener.count("event: execution\n") + listener.many()).isEqualTo(3_000);
        assertThat(listener.count("event: execution\n")).isBetween(200, 400);
    }

    @Test
    void resumesWithoutGapsOrDuplicates() {
        OpsEventStream feed = feed("a");
        Listener steady = join(feed, null);
        Listener first = join(feed, null);
        run("one");
        await().atMost(SOON).until(() -> first.has("\"reason\":\"one\""));
        feed.leave(first);
        run("two");
        run("three");
        await().atMost(SOON).until(() -> steady.has("\"reason\":\"three\""));

        Listener again = join(feed, first.lastId());
        run("four");
        await().atMost(SOON).until(() -> again.has("\"reason\":\"four\"") && steady.has("\"reason\":\"four\""));

        List<String> received = new ArrayList<>(first.ids());
        received.addAll(again.ids());
        assertThat(received).isEqualTo(steady.ids());
    }

    @Test
    void resumesOnAnotherNodeWithoutGaps() {
        OpsEventStream feed = feed("a");
        Listener first = join(feed, null);
        run("one");
        await().atMost(SOON).until(() -> first.has("\"reason\":\"one\""));
        feed.leave(first);
        run("two");

        Listener again = join(feed("b"), first.lastId());
        assertThat(again.text()).contains("\"reason\":\"two\"").doesNotContain("event: resync");
        assertThat(idOf(again, "one")).isEqualTo(idOf(first, "one"));
        run("three");
        await().atMost(SOON).until(() -> again.has("\"reason\":\"three\""));
    }

    @Test
    void asksForAResyncAfterALongAbsence() {
        Listener late = join(feed("a"), "1700000000000000-run-1-abc~b");
        assertThat(late.text()).contains("event: resync");
        assertThat(join(feed("c"), "nonsense").text()).contains("event: resync");
    }

    @Test
    void disconnectsSubscribersWithoutAccess() {
        OpsEventStream feed = feed("a");
        Listener out = join(feed, null);
        Listener in = join(feed, null);
        out.welcome = false;
        await().atMost(SOON).until(() -> out.ended);
        assertThat(in.ended).isFalse();
        assertThat(feed.subscribers()).isEqualTo(1);
    }

    @Test
    void disconnectsOnlySlowSubscribers() {
        OpsEventStream feed = feed("a");
        Listener slow = join(feed, null);
        Listener in = join(feed, null);
        slow.takes = false;
        run("one");
        await().atMost(SOON).until(() -> slow.ended);
        run("two");
        await().atMost(SOON).until(() -> in.has("\"reason\":\"two\""));
    }

    @Test
    void sendsKeepAlives() {
        Listener listener = join(feed("a"), null);
        await().atMost(SOON).until(() -> listener.count(": ping\n\n") > 2);
    }

    @Test
    void limitsSubscribersThatJoinAtOnce() throws Exception {
        OpsEventStream feed = feed("a");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            int joined = 0;
            for (Future<Boolean> join : threads.invokeAll(
                    Collections.<Callable<Boolean>>nCopies(40, () -> feed.join(new Listener(), null)))) {
                joined += join.get() ? 1 : 0;
            }
            assertThat(joined).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sendsAlertsAuditNodesServicesAndSettlements() {
        Listener listener = join(feed("a"), null);
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO job_nodes (node, host, pid, version, state, threads) VALUES ('n', 'h', 1, 'v', 'FIRING', 0)");
            handle.execute("INSERT INTO job_services (node, service, state) VALUES ('n', 'stopwatch', 'STANDBY')");
            handle.execute(
                    "INSERT INTO job_alerts (rule, subject, severity, summary) VALUES ('late', 'g/j', 'WARNING', 'it is late')");
            handle.execute(
                    "INSERT INTO job_audit (actor, action, subject, reason) VALUES ('ann', 'pause', 'g/j', 'why')");
            handle.execute(
                    "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (7, 'VOID', 'FREEZE', now())");
        });
        for (String event : List.of("node", "service", "alert", "audit", "job", "settlement")) {
            await(event).atMost(SOON).until(() -> listener.has("event: " + event + "\n"));
        }
        jdbi.useHandle(
                handle -> handle.execute("UPDATE job_alerts SET acknowledged_at = now(), acknowledged_by = 'ann'"));
        await("acknowledged").atMost(SOON).until(() -> listener.count("event: alert\n") == 2);
        jdbi.useHandle(handle -> handle.execute("UPDATE job_alerts SET assigned_to = 'ben'"));
        await("assigned").atMost(SOON).until(() -> listener.count("event: alert\n") == 3);
        jdbi.useHandle(handle -> {
            handle.execute("UPDATE job_services SET state = 'ACTIVE'");
            handle.execute("UPDATE job_alerts SET closed_at = now()");
            handle.execute("UPDATE fixture_settlements SET step = 'DONE', settled_at = now()");
        });
        await().atMost(SOON)
                .until(() -> listener.has("\"state\":\"ACTIVE\"")
                        && listener.has("\"step\":\"DONE\"")
                        && listener.count("event: alert\n") == 4);
    }

    private OpsEventStream feed(String name) {
        OpsEventStream feed = new OpsEventStream(
                jdbi, JSON, name, new OpsEventStream.Settings(5, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        feeds.add(feed);
        feed.start();
        return feed;
    }

    private static Listener join(OpsEventStream feed, @Nullable String lastId) {
        Listener listener = new Listener();
        assertThat(feed.join(listener, lastId)).isTrue();
        return listener;
    }

    /** An event's id without the name of the feed that sent it. */
    private static String idOf(Listener listener, String reason) {
        return Arrays.stream(listener.text().split("\n\n"))
                .filter(event -> event.contains("\"reason\":\"" + reason + "\""))
                .map(event -> event.replaceAll("(?s).*id: ([^~]+)~.*", "$1"))
                .findFirst()
                .orElse("none");
    }

    private void run(String reason) {
        jdbi.useHandle(handle -> handle.execute("""
                        INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome, reason)
                        VALUES ('g', 'j', 't', 'n', now(), now(), now(), 'SUCCEEDED', ?)
                        """, reason));
    }

    private void runs(int count) {
        jdbi.useHandle(handle -> handle.execute("""
                        INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                        SELECT 'g', 'j', 't', 'n', now(), now(), now() + n * interval '1 microsecond', 'SUCCEEDED'
                        FROM generate_series(1, ?) AS n
                        """, count));
    }

    private static final class Listener implements OpsEventStream.Subscriber {
        private final StringBuilder received = new StringBuilder();
        private volatile boolean welcome = true;
        private volatile boolean takes = true;
        private volatile boolean ended;

        @Override
        public synchronized boolean take(byte[] frames) {
            received.append(new String(frames, StandardCharsets.UTF_8));
            return takes;
        }

        @Override
        public boolean isStillAllowed() {
            return welcome;
        }

        @Override
        public void end() {
            ended = true;
        }

        synchronized String text() {
            return received.toString();
        }

        boolean has(String words) {
            return text().contains(words);
        }

        int count(String words) {
            return text().split(Pattern.quote(words), -1).length - 1;
        }

        long many() {
            return text().lines()
                    .filter(line -> line.startsWith("data: {\"count\":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }

        List<String> ids() {
            return text().lines().filter(line -> line.startsWith("id: ")).toList();
        }

        String lastId() {
            return ids().get(ids().size() - 1).substring(4);
        }
    }
}
