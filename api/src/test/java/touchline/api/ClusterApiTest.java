package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import touchline.api.operator.TestOperators;
import touchline.stores.junit.TestStores;

/** Nodes, services, settlements and events, on two whole nodes with the same stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClusterApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, TestOperators.Session> sessions = new HashMap<>();
    private TestStores stores;
    private Jdbi jdbi;
    private OpsNode one;
    private OpsNode two;
    private String idOfOne;
    private String idOfTwo;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stores = TestStores.open();
        jdbi = Jdbi.create(stores.dataSource());
        Map<String, String> variables =
                Map.of("OPERATORS_FILE", TestOperators.file(folder).toString());
        one = OpsNode.start(stores, variables);
        two = OpsNode.start(stores, variables);
        idOfOne = cluster(one).get("answeredBy").textValue();
        idOfTwo = cluster(two).get("answeredBy").textValue();
    }

    @AfterAll
    void stop() throws Exception {
        one.stop();
        two.stop();
        stores.close();
    }

    @Test
    void everyNodeListsAllNodes() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            for (OpsNode asked : List.of(one, two)) {
                for (String id : List.of(idOfOne, idOfTwo)) {
                    JsonNode node = node(asked, id);
                    assertThat(node.get("state").textValue()).isEqualTo("FIRING");
                    assertThat(Instant.parse(node.get("checkedInAt").textValue()))
                            .isAfter(Instant.now().minusSeconds(10));
                    assertThat(node.get("threads").intValue()).isEqualTo(16);
                    assertThat(StreamSupport.stream(node.get("jobs").spliterator(), false)
                                    .map(job -> job.get("job").textValue() + " " + job.get("runs")))
                            .contains("sportmonks/settle true", "sportmonks/poll false");
                }
            }
        });
        JsonNode pools = cluster(one).get("pools");
        assertThat(pools.findValuesAsText("name")).containsExactly("api", "background", "jobs", "flusher");
        assertThat(pools.get(0).get("most").intValue()).isEqualTo(16);
    }

    @Test
    void drainedNodeLeavesItsRunsToTheOther() throws Exception {
        assertThat(post(one, "viewer", "/v1/ops/cluster/" + idOfTwo + "/drain", "to see")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(one, "operator", "/v1/ops/cluster/nobody/drain", "to see")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> drained = post(one, "operator", "/v1/ops/cluster/" + idOfTwo + "/drain", "to see");
        assertThat(drained.statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> node(one, idOfTwo).get("state").textValue(), "DRAINING"::equals);

        long last = latestRun();
        for (int n = 0; n < 3; n++) {
            post(two, "operator", "/v1/ops/jobs/platform/canary/trigger", "which node runs it?");
        }
        await().atMost(SOON)
                .until(() -> count("SELECT count(*) FROM job_executions WHERE id > " + last + " AND node = '" + idOfOne
                                + "'")
                        > 1);
        // One may have been acquired as the command came.
        assertThat(count("SELECT count(*) FROM job_executions WHERE id > " + (last + 1) + " AND node = '" + idOfTwo
                        + "'"))
                .isEqualTo(0);
        assertThat(audited("drain", idOfTwo)).isEqualTo("operator: to see");

        assertThat(post(two, "operator", "/v1/ops/cluster/" + idOfTwo + "/undrain", "seen")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON).until(() -> node(one, idOfTwo).get("state").textValue(), "FIRING"::equals);
    }

    @Test
    void listsWaitsForLocksOfQuartz() throws Exception {
        try (Connection holder = stores.dataSource().getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT * FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode waits = cluster(one).get("lockWaits");
                assertThat(waits.findValuesAsText("lock")).contains("TRIGGER_ACCESS");
                assertThat(waits.get(0).get("blockedBy")).isNotEmpty();
            });
            holder.rollback();
        }
    }

    @Test
    void restartsTheStopWatchThroughAnyNode() throws Exception {
        await().atMost(SOON)
                .until(() -> service(one, "stopwatch").path("activeOn").size() == 1);
        JsonNode before = service(one, "stopwatch");
        String active = before.get("activeOn").get(0).textValue();
        OpsNode other = active.equals(idOfOne) ? two : one;
        assertThat(before.get("lease").textValue()).isEqualTo("lease:stop-watcher");
        assertThat(before.get("holder").textValue()).startsWith(active + ":");
        assertThat(before.get("nodes")).hasSize(2);

        HttpResponse<String> restarted = post(other, "operator", "/v1/ops/services/stopwatch/restart", "it is odd");
        assertThat(restarted.statusCode()).isEqualTo(202);
        assertThat(restarted.body()).contains("\"nodes\":2");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode after = service(other, "stopwatch");
            assertThat(after.get("activeOn")).hasSize(1);
            assertThat(after.get("holder").textValue())
                    .isNotEqualTo(before.get("holder").textValue());
            for (JsonNode node : after.get("nodes")) {
                assertThat(node.get("restartRequestedBy").textValue()).isEqualTo("operator");
                assertThat(node.get("restartedAt").isNull()).isFalse();
            }
        });
        assertThat(audited("restart-service", "stopwatch")).isEqualTo("operator: it is odd");
        assertThat(post(one, "operator", "/v1/ops/services/nothing/restart", "it is odd")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post(one, "viewer", "/v1/ops/services/stopwatch/restart", "it is odd")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void showsLagAndRateOfTheFlusher() {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode flusher = service(one, "flusher");
            assertThat(flusher.path("activeOn")).hasSize(2);
            assertThat(flusher.path("nodes").path(0).path("lagMillis").isNumber())
                    .isTrue();
            assertThat(flusher.path("nodes").path(0).path("perSecond").isNumber())
                    .isTrue();
        });
    }

    @Test
    void retriesADelayedSettlementNow() throws Exception {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            fixture("4711", "FT", "FINISHED");
            redis.set("fixture:4711", "what no settlement can work with");
            jdbi.useHandle(handle -> handle.execute(
                    "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (4711,"
                            + " 'FULL_TIME', 'FREEZE', now())"));
            assertThat(retry(one, "4711").statusCode()).isEqualTo(202);
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode settlement = settlement("4711");
                assertThat(settlement.get("attempts").intValue()).isGreaterThanOrEqualTo(3);
                assertThat(settlement.get("lastError").textValue()).isNotEmpty();
                assertThat(settlement.get("lastRun").get("outcome").textValue()).isEqualTo("FAILED");
                assertThat(settlement.get("steps").get(0).get("state").textValue())
                        .isEqualTo("NEXT");
            });
            await().atMost(SOON).until(() -> isPutOffForSeconds("4711"));
            redis.del("fixture:4711");
        }
        String putOffTo = settlement("4711").get("nextAttemptAt").asText();
        assertThat(retry(two, "4711").statusCode()).isEqualTo(202);
        await().atMost(SOON).until(() -> settlement("4711").get("step").textValue(), "DONE"::equals);
        assertThat(Instant.parse(settlement("4711").get("settledAt").textValue()))
                .isBefore(Instant.parse(putOffTo));

        JsonNode settled = settlement("4711");
        for (JsonNode step : settled.get("steps")) {
            assertThat(step.get("state").textValue()).isEqualTo("DONE");
            assertThat(Instant.parse(step.get("finishedAt").textValue()))
                    .isAfterOrEqualTo(Instant.parse(step.get("beganAt").textValue()));
        }
        assertThat(settled.get("steps").get(0).get("attempts").intValue()).isGreaterThan(2);
        assertThat(get(one, "/v1/ops/settlements").get("items").findValuesAsText("fixtureId"))
                .contains("4711");
        assertThat(audited("retry", "sportmonks/settle 4711")).isEqualTo("operator: it should go on");

        HttpResponse<String> again = retry(one, "4711");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"type\":\"refused\"", "is settled since");
        assertThat(retry(one, "4712").statusCode()).isEqualTo(404);
        assertThat(post(one, "viewer", "/v1/ops/settlements/4711/retry", "no").statusCode())
                .isEqualTo(403);
    }

    /** A generated client sends the media type of the problems, as it is the only JSON that the document names for a stream. */
    @Test
    void streamsEventsForEveryAcceptOfAGeneratedClient() throws Exception {
        for (String accept : List.of(
                "application/problem+json", "application/json", "*/*", "application/problem+json, text/event-stream")) {
            try (EventReader reader = EventReader.open(one, null, "Accept", accept)) {
                assertThat(reader.contentType()).as(accept).startsWith("text/event-stream");
            }
        }
        String[] signed = session("viewer");
        HttpResponse<String> picture = one.get("/v1/ops/events", "Accept", "image/png", signed[0], signed[1]);
        assertThat(picture.statusCode()).isEqualTo(406);
        assertThat(picture.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        HttpResponse<String> stranger = one.get("/v1/ops/events", "Accept", "application/problem+json");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void settlesALiveMatchOnlyByForceOfAnAdmin() throws Exception {
        fixture("4801", "INPLAY_1ST_HALF", "LIVE");
        String asked = "{\"reason\":\"the feed is wrong\",\"parameters\":{\"fixture\":\"4801\",\"kind\":\"VOID\"}%s}";
        long runs = settleRuns();

        HttpResponse<String> refused = settle("operator", asked.formatted(""));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("\"type\":\"guarded\"", "INPLAY_1ST_HALF", "0 long positions", "admin");
        assertThat(settle("admin", asked.formatted("")).statusCode()).isEqualTo(409);
        assertThat(settle("operator", asked.formatted(",\"force\":true")).statusCode())
                .isEqualTo(403);
        HttpResponse<String> unknown =
                settle("admin", asked.replace("4801", "4899").formatted(",\"force\":true"));
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("parameters.fixture", "no fixture has this id");
        assertThat(settleRuns()).as("no run was made").isEqualTo(runs);
        assertThat(get(one, "/v1/ops/unsettled").get("items").findValuesAsText("fixtureId"))
                .contains("4801");
        JsonNode preview = get(one, "/v1/ops/settlements/4801/preview?kind=VOID");
        assertThat(preview.get("allowed").booleanValue()).isFalse();
        assertThat(preview.get("forceable").booleanValue()).isTrue();
        assertThat(preview.get("longs").get("paid").textValue()).isEqualTo("0.0000");
        assertThat(one.send("GET", "/v1/ops/settlements/4801/preview?kind=ALL", null, session("viewer"))
                        .statusCode())
                .isEqualTo(422);

        HttpResponse<String> forced = settle("admin", asked.formatted(",\"force\":true"));
        assertThat(forced.statusCode()).as(forced.body()).isEqualTo(202);
        await().atMost(SOON)
                .until(() -> count("SELECT count(*) FROM fixture_settlements WHERE fixture_id = 4801 AND step = 'DONE'")
                        == 1);
        assertThat(count("SELECT count(*) FROM job_audit WHERE action = 'trigger' AND after ->> 'forced' = 'true'"))
                .isEqualTo(1);
        HttpResponse<String> again = settle("admin", asked.formatted(",\"force\":true"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"type\":\"refused\"", "is settled since");
        jdbi.useHandle(handle -> handle.execute("UPDATE fixtures SET phase = 'FINISHED' WHERE id = 4801"));
    }

    @Test
    void showsSettlementsThatAPauseDelays() throws Exception {
        fixture("4802", "FT", "FINISHED");
        String job = "/v1/ops/jobs/sportmonks/settle";
        String until = Instant.now().plusSeconds(3600).toString();
        HttpResponse<String> paused = one.send(
                "POST",
                job + "/pause",
                "{\"reason\":\"a look first\",\"force\":true,\"until\":\"" + until + "\"}",
                session("operator"));
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        jdbi.useHandle(handle ->
                handle.execute("INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (4802,"
                        + " 'FULL_TIME', 'FREEZE', now())"));
        assertThat(retry(one, "4802").statusCode()).isEqualTo(202);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM fixture_settlements WHERE fixture_id = 4802"));

        HttpResponse<String> retried = retry(two, "4802"); // asked for, and not begun
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(202);
        assertThat(retried.body()).contains("paused by operator: a look first");
        JsonNode held = settlement("4802").get("held");
        assertThat(held.get("by").textValue()).isEqualTo("operator");
        assertThat(held.get("until").textValue()).startsWith(until.substring(0, 19));
        assertThat(held.get("everything").booleanValue()).isFalse();
        assertThat(get(one, job).get("resuming").get("waiting").longValue()).isEqualTo(1);
        assertThat(get(one, job).get("resuming").get("words").textValue()).contains("1 run that was asked for waits");

        assertThat(post(one, "operator", job + "/resume", "looked").statusCode())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() -> count("SELECT count(*) FROM fixture_settlements WHERE fixture_id = 4802 AND step = 'DONE'")
                        == 1);
        assertThat(settlement("4802").get("held").isNull()).isTrue();
        assertThat(retry(one, "4899").statusCode()).as("nobody asked").isEqualTo(404);
    }

    @Test
    void aRecordThatWasSetAsideIsClearedByAnAdminAndAudited() throws Exception {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            redis.hset("set_aside", "position 4711", "{\"fixture\":\"\",\"why\":\"it has no margin\",\"at\":\"1\"}");
            JsonNode item = get(one, "/v1/ops/set-aside").get("items").get(0);
            assertThat(item.get("subject").textValue()).isEqualTo("position 4711");
            assertThat(item.get("clearing").get("action").textValue()).isEqualTo("FORGET");
            String body = "{\"subject\":\"position 4711\",\"reason\":\"it was restored\"}";

            assertThat(clear("operator", body).statusCode()).isEqualTo(403);
            assertThat(redis.hexists("set_aside", "position 4711")).isTrue();
            HttpResponse<String> cleared = clear("admin", body);
            assertThat(cleared.statusCode()).as(cleared.body()).isEqualTo(200);
            assertThat(redis.exists("set_aside")).isFalse();
            assertThat(clear("admin", body).statusCode()).isEqualTo(404);
            redis.hset("set_aside", "instrument 9", "{\"fixture\":\"8\",\"why\":\"it has no depth\",\"at\":\"1\"}");
            String other = "{\"subject\":\"instrument 9\",\"reason\":\"it was restored\"%s}";
            HttpResponse<String> refused = clear("admin", other.formatted(""));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(clear("admin", other.formatted(",\"writeOff\":true")).statusCode())
                    .isEqualTo(200);
            assertThat(redis.exists("set_aside")).isFalse();
        }
        assertThat(count("SELECT count(*) FROM job_audit WHERE action = 'clear-set-aside' AND actor = 'admin'"))
                .isEqualTo(2);
    }

    private HttpResponse<String> clear(String user, String body) throws Exception {
        return one.send("POST", "/v1/ops/set-aside/clear", body, session(user));
    }

    private long settleRuns() {
        return count(
                "SELECT count(*) FROM job_executions WHERE job_name = 'settle' AND parameters ->> 'fixture' = '4801'");
    }

    private HttpResponse<String> settle(String user, String body) throws Exception {
        return one.send("POST", "/v1/ops/jobs/sportmonks/settle/trigger", body, session(user));
    }

    private void fixture(String id, String state, String phase) {
        jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, over_since, polled_at)
            VALUES (?, 1, 'Anchor vs Bay', now() - interval '1 hour', 2, ?, ?, true,
                    CASE WHEN ? = 'FINISHED' THEN now() - interval '10 minutes' END, now())
            """, Long.parseLong(id), state, phase, phase));
    }

    @Test
    void streamsEventsOfAllNodesAndResumes() throws Exception {
        try (EventReader reader = EventReader.open(one, null);
                EventReader zipped = EventReader.open(two, null, "Accept-Encoding", "gzip")) {
            assertThat(reader.contentType()).startsWith("text/event-stream");
            // Each node has something to report, no matter which of them runs the jobs.
            post(one, "operator", "/v1/ops/services/flusher/restart", "to be told by each");
            await().atMost(SOON)
                    .until(() -> reader.has("\"node\":\"" + idOfTwo + "\"")
                            && reader.has("\"node\":\"" + idOfOne + "\"")
                            && zipped.has("event: execution"));
            post(two, "operator", "/v1/ops/cluster/" + idOfOne + "/drain", "to be told");
            post(two, "operator", "/v1/ops/cluster/" + idOfOne + "/undrain", "it was only to be told");
            await().atMost(SOON).until(() -> reader.has("event: audit") && reader.has("\"reason\":\"to be told\""));

            List<String> ids = reader.ids();
            String cutOff = ids.get(ids.size() / 2);
            try (EventReader again = EventReader.open(one, cutOff)) {
                String latest = reader.ids().get(reader.ids().size() - 1);
                await().atMost(SOON).until(() -> again.ids().contains(latest));
                List<String> all = reader.ids();
                List<String> missed = all.subList(all.indexOf(cutOff) + 1, all.indexOf(latest) + 1);
                assertThat(again.ids().subList(0, missed.size())).isEqualTo(missed);
            }
        }
        try (EventReader late = EventReader.open(one, "1700000000000000-run-1-a~elsewhere")) {
            await().atMost(SOON).until(() -> late.has("event: resync"));
        }
        assertThat(one.get("/v1/ops/events").statusCode()).isEqualTo(401);
    }

    @Test
    void endsTheStreamAfterALogOutOnAnotherNode() throws Exception {
        TestOperators.Session session = TestOperators.session(stores.dataSource(), "viewer");
        try (EventReader reader = EventReader.open(one, null, "Cookie", session.cookie());
                EventReader other = EventReader.open(one, null)) {
            post(two, "operator", "/v1/ops/jobs/platform/canary/trigger", "to have an event");
            await().atMost(SOON).until(() -> reader.has("event: execution"));
            assertThat(two.send("DELETE", "/v1/ops/session", null, session.headers())
                            .statusCode())
                    .isEqualTo(204);
            await().atMost(SOON).until(reader::hasEnded);
            assertThat(other.hasEnded()).isFalse();
        }
    }

    @Test
    void disconnectsASlowClientOnly() throws Exception {
        try (EventReader slow = EventReader.stalled(one);
                EventReader quick = EventReader.open(one, null)) {
            // Earlier changes are not sent to a new listener, so it has to be connected first.
            await().atMost(SOON).until(() -> quick.has("retry: "));
            String reason = "x".repeat(40_000);
            // Each time less than waits for a reader at most: who reads is never given up, however slow the machine is.
            for (int n = 0; n < 8; n++) {
                int sent = n;
                jdbi.useHandle(handle -> handle.execute("""
                                INSERT INTO job_audit (actor, action, subject, reason)
                                SELECT 'ann', 'test', 'g/j', ? FROM generate_series(1, 45)
                                """, sent + reason));
                await().atMost(SOON).until(() -> quick.has("\"reason\":\"" + sent + "x"));
            }
            assertThat(quick.hasEnded()).isFalse();
            // The listener still receives what the sockets' buffers hold; then the stream ends.
            slow.begin();
            await().atMost(SOON).until(slow::hasEnded);
            assertThat(slow.has("\"reason\":\"7x")).isFalse();
        }
        jdbi.useHandle(handle -> handle.execute("DELETE FROM job_audit WHERE action = 'test'"));
    }

    private String[] session(String user) {
        return sessions.computeIfAbsent(user, role -> TestOperators.session(stores.dataSource(), role))
                .headers();
    }

    private boolean isPutOffForSeconds(String fixture) throws Exception {
        JsonNode next = settlement(fixture).get("nextAttemptAt");
        return next.isTextual()
                && Instant.parse(next.textValue()).isAfter(Instant.now().plusSeconds(3));
    }

    private JsonNode settlement(String fixture) throws Exception {
        return get(one, "/v1/ops/settlements/" + fixture);
    }

    private HttpResponse<String> retry(OpsNode node, String fixture) throws Exception {
        return post(node, "operator", "/v1/ops/settlements/" + fixture + "/retry", "it should go on");
    }

    private JsonNode service(OpsNode node, String name) throws Exception {
        return StreamSupport.stream(get(node, "/v1/ops/services").get("items").spliterator(), false)
                .filter(service -> service.get("name").textValue().equals(name))
                .findFirst()
                .orElseGet(JSON::createObjectNode);
    }

    private JsonNode node(OpsNode asked, String id) throws Exception {
        return StreamSupport.stream(cluster(asked).get("nodes").spliterator(), false)
                .filter(node -> node.get("id").textValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode cluster(OpsNode node) throws Exception {
        return get(node, "/v1/ops/cluster");
    }

    private JsonNode get(OpsNode node, String path) throws Exception {
        HttpResponse<String> answer = node.get(path, session("viewer"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(OpsNode node, String user, String path, String reason) throws Exception {
        return node.send("POST", path, "{\"reason\":\"" + reason + "\"}", session(user));
    }

    private String audited(String action, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT actor || ': ' || reason FROM job_audit WHERE action = :action AND subject = :subject
                        ORDER BY id DESC LIMIT 1
                        """)
                .bind("action", action)
                .bind("subject", subject)
                .mapTo(String.class)
                .one());
    }

    private long latestRun() {
        return count("SELECT max(id) FROM job_executions");
    }

    private long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }
}
