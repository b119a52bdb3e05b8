package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.OpsRoutes.Route;
import touchline.api.operator.TestOperators;
import touchline.api.operator.account.Role;
import touchline.jobs.bots.BotsJob;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.stores.junit.TestStores;

/** Two whole nodes, and a third that alone runs one of their jobs: whatever is done is done through a node that doesn't run it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OpsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String ELSEWHERE = "/v1/ops/jobs/bots/tick";
    private static final String CANARY = "/v1/ops/jobs/platform/canary";
    private static final String RETENTION = "/v1/ops/jobs/platform/retention";

    private final Map<String, TestOperators.Session> sessions = new HashMap<>();
    private TestStores stores;
    private Map<String, String> variables;
    private OpsNode one;
    private OpsNode other;
    private JobPlatform third;
    private volatile boolean holds;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stores = TestStores.open();
        variables = Map.of("OPERATORS_FILE", TestOperators.file(folder).toString());
        one = OpsNode.start(stores, variables);
        other = OpsNode.start(stores, variables);
        third = new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("third", "localhost", 1, "test", 5),
                new JobCatalogue(List.of(JobDefinition.named(BotsJob.NAME)
                        .does("beats, or holds on until it is interrupted")
                        .on(new Schedule.Every(Duration.ofMillis(400)))
                        .exclusively()
                        .runs(this::beat))),
                List.of(),
                Clock.systemUTC());
        third.start();
    }

    private JobReport beat(JobRun run) throws InterruptedException {
        run.log("<script>alert(1)</script> \u0000 ünïcödé 🏟");
        if (holds) {
            new CountDownLatch(1).await();
        }
        return JobReport.done();
    }

    @AfterAll
    void stop() throws Exception {
        third.stop();
        one.stop();
        other.stop();
        stores.close();
    }

    @AfterEach
    void nothingIsLeftHeldBack() {
        holds = false;
        jdbi().useHandle(handle -> handle.execute("DELETE FROM job_pauses"));
    }

    // ---- who may

    @Test
    void everyRouteLetsInWhomItNamesAndNobodyBelowAndWhoIsRefusedChangesNothing() throws Exception {
        List<Route> routes = OpsRoutes.of(one.environment());
        assertThat(routes.stream().map(route -> route.role() + " " + route.method() + " " + route.path()))
                .contains(
                        "viewer GET /v1/ops/jobs",
                        "viewer GET /v1/ops/jobs/{group}/{name}",
                        "viewer GET /v1/ops/jobs/{group}/{name}/upcoming",
                        "viewer GET /v1/ops/jobs/{group}/{name}/explain",
                        "operator POST /v1/ops/jobs/{group}/{name}/pause",
                        "operator POST /v1/ops/jobs/{group}/{name}/resume",
                        "operator POST /v1/ops/jobs/{group}/{name}/trigger",
                        "operator POST /v1/ops/jobs/{group}/{name}/interrupt",
                        "admin PUT /v1/ops/jobs/{group}/{name}/schedule",
                        "admin DELETE /v1/ops/jobs/{group}/{name}/schedule",
                        "viewer GET /v1/ops/executions",
                        "viewer GET /v1/ops/executions/{id}",
                        "viewer GET /v1/ops/executions/{id}/log",
                        "operator POST /v1/ops/executions/{id}/interrupt",
                        "viewer GET /v1/ops/scheduler",
                        "admin POST /v1/ops/scheduler/pause",
                        "admin POST /v1/ops/scheduler/resume",
                        "viewer GET /v1/ops/audit");
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            if (route.role() == null || route.path().startsWith("/v1/ops/session")) {
                continue; // logging in and out is OperatorAccessTest's
            }
            // One that would do something, were it let in.
            String reason = "{\"reason\":\"a role that does not reach\"";
            String body = route.method().equals("PUT") ? reason + ",\"cron\":\"0 0 5 * * ?\"}" : reason + "}";
            List<Long> before = whatIsChanged();
            if (status(route, route.changes() ? body : null) != 401) {
                wrong.add("anonymous: " + route);
            }
            for (Role role : Role.values()) {
                boolean reaches = role.includes(Role.of(route.role()).orElseThrow());
                // Who may come in asks for nothing that could be done: the gate is what is tried here.
                String sent = !route.changes() ? null : reaches ? "{}" : body;
                int status = status(route, sent, session(role.word()));
                if (reaches ? status == 401 || status == 403 || status >= 500 : status != 403) {
                    wrong.add(role + ": " + route + " -> " + status);
                }
            }
            if (!whatIsChanged().equals(before)) {
                wrong.add("changed something: " + route);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsOnlySeenIsForViewersAndWhatChangesIsNot() {
        for (Route route : OpsRoutes.of(one.environment())) {
            if (!route.path().startsWith("/v1/ops/session")) {
                assertThat("viewer".equals(route.role())).as(route.toString()).isEqualTo(!route.changes());
            }
        }
    }

    // ---- levers, across nodes

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunIsInterruptedThroughAnotherNode(boolean byItsId) throws Exception {
        holds = true;
        await().atMost(SOON).until(() -> get(one, ELSEWHERE).get("running").size() == 1);
        String run = "/v1/ops/executions/"
                + get(one, ELSEWHERE).get("running").get(0).get("id").asText();
        String reason = "it hangs " + byItsId;
        Answer asked =
                operator(one, "POST", (byItsId ? run : ELSEWHERE) + "/interrupt", "{\"reason\":\"" + reason + "\"}");
        assertThat(asked.status()).isEqualTo(202);
        holds = false;
        assertThat(run).endsWith("/" + asked.body().get("executions").get(0).asText());
        await().atMost(SOON).until(() -> get(other, run).get("outcome").asText().equals("INTERRUPTED"));
        JsonNode ended = get(other, run);
        assertThat(ended.get("node").asText()).isEqualTo("third");
        assertThat(ended.get("reason").asText()).contains("operator", reason);
        JsonNode steps = ended.get("interrupt");
        assertThat(steps.get("by").asText()).isEqualTo("operator");
        assertThat(time(steps, "honouredAt")).isAfterOrEqualTo(time(steps, "requestedAt"));
        audited("bots/tick", "interrupt", "operator", reason);
        assertThat(operator(other, "POST", run + "/interrupt", "{\"reason\":\"once more\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void aPauseThroughOneNodeHoldsOnAllAndIsSeenOnAll() throws Exception {
        await().atMost(SOON).until(() -> runs("bots/tick") > 0);
        Answer paused = operator(one, "POST", ELSEWHERE + "/pause", "{\"reason\":\"too loud\",\"until\":\"PT10M\"}");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.body().get("by").asText()).isEqualTo("operator");
        assertThat(Duration.between(Instant.now(), time(paused.body(), "until")))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));

        await().atMost(SOON).until(() -> get(other, ELSEWHERE).get("running").isEmpty());
        long runs = runs("bots/tick");
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> runs("bots/tick") <= runs + 1);
        JsonNode seen = get(other, ELSEWHERE);
        assertThat(seen.get("state").asText()).isEqualTo("PAUSED");
        assertThat(seen.get("paused").get("reason").asText()).isEqualTo("too loud");
        assertThat(seen.get("resuming").get("missed").asInt()).isPositive();
        assertThat(seen.get("resuming").get("words").asText()).contains("missed", "skip", "one", "all");
        JsonNode entry = audited("bots/tick", "pause", "operator", "too loud");
        assertThat(entry.get("before").isNull()).isTrue();
        assertThat(entry.get("after").get("reason").asText()).isEqualTo("too loud");

        Answer resumed =
                operator(other, "POST", ELSEWHERE + "/resume", "{\"reason\":\"quiet again\",\"catchUp\":\"skip\"}");
        assertThat(resumed.body().get("catchUp").asText()).isEqualTo("skip");
        await().atMost(SOON).until(() -> runs("bots/tick") > runs + 2);
        assertThat(audited("bots/tick", "resume", "operator", "quiet again")
                        .get("before")
                        .get("reason")
                        .asText())
                .isEqualTo("too loud");
        assertThat(operator(one, "POST", ELSEWHERE + "/resume", "{\"reason\":\"once more\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void whatIsTriggeredRunsThoughItsJobIsPausedAndIsTold() throws Exception {
        assertThat(operator(one, "POST", CANARY + "/pause", "{\"reason\":\"look into it\"}")
                        .status())
                .isEqualTo(200);
        Answer asked = operator(other, "POST", CANARY + "/trigger", "{\"reason\":\"does it sing?\"}");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.body().has("waitsFor")).isFalse();
        String id = asked.body().get("executionId").asText();

        await().atMost(SOON)
                .until(() -> get(one, "/v1/ops/executions/" + id)
                        .get("outcome")
                        .asText()
                        .equals("SUCCEEDED"));
        JsonNode run = get(one, "/v1/ops/executions/" + id);
        assertThat(run.get("triggeredBy").asText()).isEqualTo("operator");
        assertThat(run.get("cause").asText()).isEqualTo("OPERATOR");
        assertThat(run.get("attempts")).hasSize(1);
        assertThat(audited("platform/canary", "trigger", "operator", "does it sing?")
                        .get("after")
                        .get("execution")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void whileEverythingIsPausedATriggeredRunWaitsAndSaysForWhat() throws Exception {
        Answer paused = admin(one, "POST", "/v1/ops/scheduler/pause", "{\"reason\":\"the database moves\"}");
        assertThat(paused.body().get("everything").asBoolean()).isTrue();
        assertThat(get(other, "/v1/ops/scheduler").get("state").asText()).isEqualTo("PAUSED");
        Answer asked = operator(other, "POST", CANARY + "/trigger", "{\"reason\":\"does it sing?\"}");
        assertThat(asked.body().get("waitsFor").asText()).contains("admin", "the database moves");
        String run = "/v1/ops/executions/" + asked.body().get("executionId").asText();
        assertThat(get(one, run).get("outcome").asText()).isEqualTo("QUEUED");

        assertThat(admin(other, "POST", "/v1/ops/scheduler/resume", "{\"reason\":\"it has moved\"}")
                        .status())
                .isEqualTo(200);
        await().atMost(SOON).until(() -> get(one, run).get("outcome").asText().equals("SUCCEEDED"));
        audited("scheduler", "pause", "admin", "the database moves");
        audited("scheduler", "resume", "admin", "it has moved");
        assertThat(get(one, "/v1/ops/scheduler").get("state").asText()).isEqualTo("FIRING");
    }

    @Test
    void anOverriddenScheduleOutlivesNodesAndIsShownAsOne() throws Exception {
        Answer put = admin(
                one,
                "PUT",
                RETENTION + "/schedule",
                "{\"reason\":\"nights are busy\",\"cron\":\"0 0 5 * * ?\",\"zone\":\"Europe/London\"}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().get("words").asText()).contains("05:00", "Europe/London");
        assertThat(put.body().get("next")).hasSize(10);

        OpsNode later = OpsNode.start(stores, variables);
        try {
            JsonNode job = get(later, RETENTION);
            assertThat(job.get("overridden").asBoolean()).isTrue();
            assertThat(job.get("override").get("by").asText()).isEqualTo("admin");
            assertThat(job.get("override").get("reason").asText()).isEqualTo("nights are busy");
            assertThat(job.get("effective").get("cron").asText()).isEqualTo("0 0 5 * * ?");
            assertThat(job.get("declared").get("cron").asText()).isEqualTo("0 20 3 * * ?");
            assertThat(time(job, "nextFireAt")).isEqualTo(time(put.body().get("next"), 0));
        } finally {
            later.stop();
        }
        audited("platform/retention", "override-schedule", "admin", "nights are busy");

        Answer back = admin(other, "DELETE", RETENTION + "/schedule", "{\"reason\":\"as it was\"}");
        assertThat(back.body().get("cron").asText()).isEqualTo("0 20 3 * * ?");
        assertThat(get(one, RETENTION).get("override").isNull()).isTrue();
        audited("platform/retention", "restore-schedule", "admin", "as it was");
        assertThat(admin(other, "DELETE", RETENTION + "/schedule", "{\"reason\":\"once more\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void whatAMatchDependsOnIsHeldBackOnlyByForce() throws Exception {
        jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
                VALUES (77, 1, 'Derby <b>', now(), 2, '1H', 'LIVE', now())
                """));
        try {
            String poll = "/v1/ops/jobs/sportmonks/poll/pause";
            long audits = audits();
            Answer guarded = operator(one, "POST", poll, "{\"reason\":\"just so\"}");
            assertThat(guarded.status()).isEqualTo(409);
            assertThat(guarded.problem()).isEqualTo("guarded");
            assertThat(guarded.body().get("detail").asText()).contains("Derby <b> is being played", "\"force\": true");
            assertThat(audits()).isEqualTo(audits);
            assertThat(operator(one, "POST", poll, "{\"reason\":\"just so\",\"force\":true}")
                            .status())
                    .isEqualTo(200);
            for (String job : List.of("margin/sweep", "sportmonks/settle")) {
                assertThat(operator(one, "POST", "/v1/ops/jobs/" + job + "/pause", "{\"reason\":\"just so\"}")
                                .problem())
                        .as(job)
                        .isEqualTo("guarded");
            }
            assertThat(operator(one, "POST", RETENTION + "/pause", "{\"reason\":\"no match needs it\"}")
                            .status())
                    .isEqualTo(200);
            Answer everything = admin(one, "POST", "/v1/ops/scheduler/pause", "{\"reason\":\"just so\"}");
            assertThat(everything.problem()).isEqualTo("guarded");
            assertThat(get(one, "/v1/ops/scheduler").get("paused").isNull()).isTrue();
            assertThat(admin(one, "POST", "/v1/ops/scheduler/pause", "{\"reason\":\"just so\",\"force\":true}")
                            .status())
                    .isEqualTo(200);
            assertGuarded("PUT", "/v1/ops/jobs/margin/sweep/schedule", "\"every\":\"PT2H\"");
            assertGuarded("POST", "/v1/ops/services/stopwatch/restart", "");
            assertThat(admin(one, "POST", "/v1/ops/services/stopwatch/restart", "{\"reason\":\"odd\",\"force\":true}")
                            .status())
                    .isEqualTo(202);
            String last = jdbi().withHandle(
                            handle -> handle.select("SELECT min(node) FROM job_node_jobs WHERE job_name = 'sweep'")
                                    .mapTo(String.class)
                                    .one());
            jdbi().useHandle(handle ->
                    handle.execute("UPDATE job_node_jobs SET runs = node = ? WHERE job_name = 'sweep'", last));
            assertGuarded("POST", "/v1/ops/cluster/" + last + "/drain", "");
        } finally {
            jdbi().useHandle(handle -> handle.execute("UPDATE job_node_jobs SET runs = true WHERE job_name = 'sweep'"));
            jdbi().useHandle(handle -> handle.execute("DELETE FROM fixtures WHERE id = 77"));
        }
    }

    /** The guard refuses everyone who does not force, and only an admin can force. */
    private void assertGuarded(String method, String path, String fields) throws Exception {
        long audits = audits();
        String body = "{\"reason\":\"to see\"" + (fields.isEmpty() ? "" : "," + fields);
        Answer guarded = admin(one, method, path, body + "}");
        assertThat(guarded.problem()).as(path).isEqualTo("guarded");
        assertThat(guarded.body().get("detail").asText()).contains("Derby <b> is being played", "admin");
        assertThat(operator(one, method, path, body + ",\"force\":true}").status())
                .as(path)
                .isEqualTo(403);
        assertThat(audits()).isEqualTo(audits);
    }

    @Test
    void theSamePauseTwiceIsOneChange() throws Exception {
        String until = Instant.now().plus(Duration.ofMinutes(30)).toString();
        String body = "{\"reason\":\"repairs\",\"until\":\"" + until + "\"}";
        long audits = audits();

        Answer first = operator(one, "POST", RETENTION + "/pause", body);
        Answer again = operator(other, "POST", RETENTION + "/pause", body);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(audits()).isEqualTo(audits + 1);
        assertThat(operator(other, "POST", RETENTION + "/pause", "{\"reason\":\"repairs\"}")
                        .status())
                .isEqualTo(200);
        assertThat(audits()).as("without an end it is another pause").isEqualTo(audits + 2);
    }

    @Test
    void whatAPauseHoldsBackIsMarkedAndTheFirstRealRunIsNamed() throws Exception {
        JsonNode free = get(one, CANARY + "/upcoming?count=3");
        assertThat(free.findValues("heldBackBy")).hasSize(3).allMatch(JsonNode::isNull);
        assertThat(free.get("firstRunAt").isTextual()).isTrue();
        Answer paused = operator(one, "POST", CANARY + "/pause", "{\"reason\":\"repairs\",\"until\":\"PT2H\"}");

        JsonNode held = get(other, CANARY + "/upcoming?count=3&zone=Asia/Kolkata");
        assertThat(held.get("zone").asText()).isEqualTo("Asia/Kolkata");
        assertThat(held.findValuesAsText("heldBackBy")).containsOnly("PAUSED");
        assertThat(time(held, "firstRunAt")).isEqualTo(time(paused.body(), "until"));
        JsonNode why = get(other, CANARY + "/explain?zone=Asia/Kolkata");
        assertThat(why.get("findings").get(0).get("situation").asText()).isEqualTo("PAUSED");
        assertThat(why.get("findings").toString())
                .contains("are held back: it runs next at")
                .contains(" IST (in ")
                .doesNotContain("Not due yet", "UTC (");

        operator(one, "POST", CANARY + "/pause", "{\"reason\":\"repairs\"}");
        JsonNode endless = get(other, CANARY + "/upcoming?count=3");
        assertThat(endless.findValuesAsText("heldBackBy")).containsOnly("PAUSED");
        assertThat(endless.get("firstRunAt").isNull()).isTrue();
        assertThat(get(one, "/v1/ops/jobs/sportmonks/poll/upcoming?count=2").findValuesAsText("heldBackBy"))
                .containsOnly("CONDITION_OFF");
    }

    // ---- what is seen

    @Test
    void theListTellsEveryJobAndIsSearchedAndPaged() throws Exception {
        List<String> all = names("/v1/ops/jobs");
        assertThat(all)
                .contains("bots/tick", "platform/canary", "platform/retention", "sportmonks/poll", "sportmonks/settle")
                .isSorted();
        List<String> paged = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            JsonNode page = get(one, "/v1/ops/jobs?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.get("items").forEach(job -> paged.add(name(job)));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : page.get("nextCursor").asText();
        }
        assertThat(paged).isEqualTo(all);
        assertThat(names("/v1/ops/jobs?q=CANARY")).containsExactly("platform/canary");
        assertThat(names("/v1/ops/jobs?q=older%20than")).containsExactly("platform/retention");
        assertThat(names("/v1/ops/jobs?group=sportmonks")).allMatch(name -> name.startsWith("sportmonks/"));
        assertThat(names("/v1/ops/jobs?state=off&group=sportmonks"))
                .containsExactly("sportmonks/poll", "sportmonks/squads");
        assertThat(names("/v1/ops/jobs?state=idle,waiting&group=sportmonks")).containsExactly("sportmonks/settle");
    }

    @Test
    void aJobTellsWhatItTakesAndUnderWhatConditionItRuns() throws Exception {
        JsonNode settle = get(one, "/v1/ops/jobs/sportmonks/settle");
        assertThat(settle.get("parameters").toString())
                .contains(
                        "\"name\":\"fixture\"",
                        "\"type\":\"whole\"",
                        "\"min\":\"1\"",
                        "\"type\":\"choice\"",
                        "\"of\":[");
        assertThat(settle.get("retry").get("attempts").isNull()).isTrue();
        assertThat(settle.get("schedule").asText()).isEqualTo("on demand");
        JsonNode poll = get(one, "/v1/ops/jobs/sportmonks/poll");
        assertThat(poll.get("state").asText()).isEqualTo("OFF");
        assertThat(poll.get("condition").asText()).isEqualTo("SPORTMONKS_API_KEY is set");
        assertThat(poll.get("nodes")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(poll.get("nodes").get(0).get("runs").asBoolean()).isFalse();
        assertThat(poll.get("deadlineMs").asLong()).isEqualTo(30_000);
        assertThat(get(one, "/v1/ops/jobs/sportmonks/poll/explain")
                        .get("findings")
                        .toString())
                .contains("CONDITION_OFF", "SPORTMONKS_API_KEY");
    }

    @Test
    void aJobTellsHowItHasDone() throws Exception {
        await().atMost(SOON)
                .until(() -> get(one, ELSEWHERE).get("lately").get("runs").asInt() > 2);
        JsonNode job = get(other, ELSEWHERE);
        assertThat(job.get("beats").size()).isBetween(2, 60);
        assertThat(job.get("beats").get(0).get("latenessMs").isNumber()).isTrue();
        long patience = job.get("lateAfterMs").asLong();
        for (JsonNode beat : job.get("beats")) {
            assertThat(beat.get("late").asBoolean())
                    .isEqualTo(beat.get("latenessMs").asLong() > patience);
        }
        assertThat(job.get("beats").get(1).has("durationMs")).isTrue();
        assertThat(job.get("durationMs").get("p95").isNumber()).isTrue();
        assertThat(job.get("latenessMs").get("p99").isNumber()).isTrue();
        assertThat(job.get("lately").get("rate").asDouble()).isBetween(0.0, 1.0);
        assertThat(job.get("lastRun").get("node").asText()).isEqualTo("third");
        assertThat(job.get("nextFireAt").isTextual()).isTrue();
    }

    @Test
    void aScheduleCanBeTriedOutBeforeItIsPut() throws Exception {
        JsonNode forecast =
                get(one, RETENTION + "/upcoming?count=3&zone=Europe/London&cron=" + encoded("0 30 1 * * ?"));
        assertThat(forecast.get("times")).hasSize(3);
        assertThat(forecast.get("times").get(0).get("local").asText()).contains("T01:30");
        assertThat(forecast.get("clockChanges").toString()).contains("SKIPPED_HOUR", "Europe/London");
        assertThat(forecast.get("change").get("lines").toString()).contains("ADDED", "REMOVED");
        assertThat(get(one, RETENTION + "/upcoming?count=5").get("times")).hasSize(5);
        assertThat(get(one, RETENTION + "/upcoming").get("change").isNull()).isTrue();
    }

    @Test
    void theLogOfARunComesAsTextWhateverIsInIt() throws Exception {
        await().atMost(SOON).until(() -> runs("bots/tick") > 0);
        String run = "/v1/ops/executions/"
                + get(one, "/v1/ops/executions?group=bots&outcome=SUCCEEDED&limit=1")
                        .get("items")
                        .get(0)
                        .get("id")
                        .asText();
        await().atMost(SOON).until(() -> !get(one, run + "/log").get("items").isEmpty());
        JsonNode log = get(one, run + "/log");
        assertThat(log.get("items").get(0).get("message").asText())
                .contains("<script>alert(1)</script>", "ünïcödé 🏟")
                .doesNotContain("\u0000");
        await().atMost(SOON)
                .until(() -> get(one, run + "/log").get("nextCursor").isNull());
        assertThat(get(one, run + "/log?after=1").get("items")).isEmpty();
    }

    @Test
    void runsAreListedByWhatTheyAreAsked() throws Exception {
        await().atMost(SOON).until(() -> runs("bots/tick") > 3);
        String lately = encoded(Instant.now().minusSeconds(600).toString());
        JsonNode page = get(
                one,
                "/v1/ops/executions?group=bots&job=tick&node=third&cause=schedule&from=" + lately
                        + "&outcome=succeeded,running&limit=2");
        assertThat(page.get("items")).hasSize(2);
        assertThat(page.get("nextCursor").isTextual()).isTrue();
        JsonNode next = get(
                one,
                "/v1/ops/executions?group=bots&limit=2&cursor="
                        + page.get("nextCursor").asText());
        assertThat(next.get("items").get(0).get("id").asLong())
                .isLessThan(page.get("items").get(1).get("id").asLong());
        assertThat(get(one, "/v1/ops/executions?to=2020-01-01T00:00:00Z").get("items"))
                .isEmpty();
        assertThat(get(one, "/v1/ops/executions?text=nothing%20says%20this").get("items"))
                .isEmpty();
    }

    // ---- what is wrong

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/ops/jobs/platform/nothing",
                "/v1/ops/jobs/Platform/canary",
                "/v1/ops/jobs/%00/canary",
                "/v1/ops/jobs/..%2f/canary",
                "/v1/ops/jobs/java.lang.Runtime/exec",
                "/v1/ops/jobs/platform/nothing/upcoming",
                "/v1/ops/jobs/platform/nothing/explain",
                "/v1/ops/executions/999999999999",
                "/v1/ops/executions/-1",
                "/v1/ops/executions/x",
                "/v1/ops/executions/99999999999999999999",
                "/v1/ops/executions/999999999999/log"
            })
    void whatThereIsNotIsNotFound(String path) throws Exception {
        Answer answer = call(one, "viewer", "GET", path, null);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.status() == 400 || answer.problem().equals("not-found"))
                .isTrue();
    }

    @Test
    void noLeverFindsWhatThereIsNot() throws Exception {
        long audits = audits();
        for (String lever : List.of("pause", "resume", "trigger", "interrupt")) {
            assertThat(operator(one, "POST", "/v1/ops/jobs/platform/nothing/" + lever, "{\"reason\":\"why not\"}")
                            .problem())
                    .isEqualTo("not-found");
        }
        assertThat(admin(
                                one,
                                "PUT",
                                "/v1/ops/jobs/platform/nothing/schedule",
                                "{\"reason\":\"why not\",\"every\":\"PT5M\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(operator(one, "POST", "/v1/ops/executions/999999999999/interrupt", "{\"reason\":\"why not\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(operator(
                                one,
                                "POST",
                                CANARY + "/interrupt",
                                "{\"reason\":\"why not\",\"execution\":\"999999999999\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(audits()).isEqualTo(audits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "POST | platform/canary/pause    | {}                                                  | reason",
                "POST | platform/canary/pause    | {\"reason\":\"  x  \"}                              | reason",
                "POST | platform/canary/pause    | {\"reason\":7}                                      | reason",
                "POST | platform/canary/pause    | {\"reason\":null}                                   | reason",
                "POST | platform/canary/pause    | {\"reason\":\"a\\u0000bc\"}                         | reason",
                "POST | platform/canary/pause    | {\"reason\":\"half \\ud83c of it\"}                 | reason",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"until\":\"yesterday\"}        | until",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"until\":\"2020-01-01T00:00:00Z\"} | until",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"until\":\"PT-5M\"}            | until",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"until\":\"P999999999D\"}      | until",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"until\":\"PT99999999999999H\"} | until",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"until\":1}                    | until",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"force\":\"yes\"}              | force",
                "POST | platform/canary/pause    | {\"reason\":\"why\",\"job\":\"x\"}                  | job",
                "POST | platform/canary/resume   | {\"reason\":\"why\",\"catchUp\":\"some\"}           | catchUp",
                "POST | platform/canary/trigger  | {\"reason\":\"why\",\"parameters\":{\"class\":\"x\"}} | parameters.class",
                "POST | platform/canary/trigger  | {\"reason\":\"why\",\"parameters\":[]}              | parameters",
                "POST | platform/canary/trigger  | {\"reason\":\"why\",\"parameters\":{\"n\":7}}       | parameters.n",
                "POST | sportmonks/settle/trigger | {\"reason\":\"why\"}                               | parameters.fixture",
                "POST | sportmonks/settle/trigger | {\"reason\":\"why\",\"parameters\":{\"fixture\":\"1' OR 1=1\"}} | parameters.fixture",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\"}                                | cron",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"cron\":\"* * *\"}             | cron",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"cron\":\"0 0 0 1 1 ? 2001\"}  | cron",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"cron\":\"0 0 0 30 2 ?\"}      | cron",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"cron\":\"0 0 5 * * ?\",\"every\":\"PT5M\"} | cron",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"cron\":\"0 0 5 * * ?\",\"zone\":\"Mars/Base\"} | zone",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"cron\":\"0 0 5 * * ?\",\"zone\":\"+01:02:03\"} | zone",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"every\":\"PT0S\"}             | every",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"every\":\"PT-5M\"}            | every",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"every\":\"P1000000D\"}        | every",
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"every\":\"5m\"}               | every",
                "GET  | ?limit=0                 |                                                     | limit",
                "GET  | ?state=asleep            |                                                     | state",
                "GET  | ?q=%00                   |                                                     | q",
                "GET  | ?page=2                  |                                                     | page",
                "GET  | ?cursor=x                |                                                     | cursor",
                "GET  | ?group=a&group=b         |                                                     | group",
                "GET  | platform/canary/upcoming?count=201 |                                           | count",
                "GET  | platform/canary/upcoming?zone=Mars |                                           | zone",
                "GET  | platform/canary/explain?zone=Mars |                                           | zone",
                "GET  | platform/canary/explain?cron=x    |                                           | cron",
                "GET  | platform/canary/upcoming?cron=x    |                                           | cron",
                "GET  | ../executions?from=then  |                                                     | from",
                "GET  | ../executions?from=%2B999999999-01-01T00:00:00Z |                              | from",
                "GET  | ../executions?outcome=GOOD |                                                   | outcome",
                "GET  | ../executions?node=%00   |                                                     | node",
                "GET  | ../executions?cursor=99999999999999999999 |                                    | cursor",
                "GET  | ../audit?subject=%00     |                                                     | subject",
                "GET  | ../executions/1/log?after=-1 |                                                 | after",
            })
    void invalidInputIsReportedByFieldAndChangesNothing(String method, String path, @Nullable String body, String field)
            throws Exception {
        List<Long> before = whatIsChanged();
        String whole = path.startsWith("../")
                ? "/v1/ops/" + path.substring(3)
                : "/v1/ops/jobs" + (path.startsWith("?") ? "" : "/") + path;
        Answer answer = admin(one, method, whole, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("validation");
        assertThat(answer.body().get("errors").toString()).contains("\"field\":\"" + field + "\"");
        assertThat(whatIsChanged()).isEqualTo(before);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws Exception {
        Answer answer = operator(
                one, "POST", CANARY + "/pause", "{\"reason\":\"\",\"until\":\"soon\",\"force\":1,\"cheat\":true}");
        assertThat(answer.body().get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("reason", "until", "force", "cheat");
    }

    @Test
    void aScheduleThatNobodyCouldKeepIsRefused() throws Exception {
        Answer answer = admin(
                one,
                "PUT",
                "/v1/ops/jobs/sportmonks/settle/schedule",
                "{\"reason\":\"every night\",\"every\":\"PT5M\"}");
        assertThat(answer.problem()).isEqualTo("refused");
        assertThat(answer.body().get("detail").asText()).contains("parameters");
        assertThat(operator(one, "POST", "/v1/ops/jobs/sportmonks/poll/trigger", "{\"reason\":\"now\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void hostileTextsComeBackAsTextOrAreRefused() throws Exception {
        for (String text : List.of(
                "<script>alert('x')</script>",
                "'; DROP TABLE job_audit; --",
                "\u202egnirts\u0007 \n\t ünïcödé 🏟 %s ${jndi:ldap://x}",
                "x".repeat(500))) {
            ObjectNode body = JSON.createObjectNode().put("reason", text);
            assertThat(operator(one, "POST", CANARY + "/pause", body.toString()).status())
                    .isEqualTo(200);
            assertThat(get(other, CANARY).get("paused").get("reason").asText()).isEqualTo(text.trim());
            audited("platform/canary", "pause", "operator", text.trim());
        }
        long audits = audits();
        for (String body : List.of(
                "{\"reason\":\"" + "x".repeat(501) + "\"}",
                "{\"reason\":\"" + "x".repeat(1_000_000) + "\"}",
                "{\"reason\":\"why\",\"reason\":\"why\"}",
                "{\"reason\":\"why\"} {}",
                "[\"reason\"]",
                "\u0000",
                "{\"reason\":\"why\",\"" + "y".repeat(10_000) + "\":1}",
                "{\"reason\":\"why\",\"x\\u0000\\ud800\":1}",
                "[".repeat(10_000))) {
            assertThat(operator(one, "POST", CANARY + "/pause", body).status()).isIn(400, 413, 422);
        }
        assertThat(operator(
                                one,
                                "POST",
                                CANARY + "/trigger",
                                "{\"reason\":\"why\",\"parameters\":{\"a\\u0000\":\"b\",\"<b>\":\"c\\ud800\"}}")
                        .status())
                .isEqualTo(422);
        assertThat(audits()).isEqualTo(audits);
    }

    // ---- how it is asked

    private record Answer(int status, JsonNode body) {
        String problem() {
            return body.path("type").asText();
        }
    }

    private Answer operator(OpsNode node, String method, String path, @Nullable String body) throws Exception {
        return call(node, "operator", method, path, body);
    }

    private Answer admin(OpsNode node, String method, String path, @Nullable String body) throws Exception {
        return call(node, "admin", method, path, body);
    }

    private Answer call(OpsNode node, String who, String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> answer = node.send(method, path, body, session(who));
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                answer.statusCode(), type.contains("json") ? JSON.readTree(answer.body()) : JSON.createObjectNode());
    }

    private JsonNode get(OpsNode node, String path) throws Exception {
        Answer answer = call(node, "viewer", "GET", path, null);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    /** The status alone: of a stream of events there is no end to wait for. */
    private int status(Route route, @Nullable String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + one.port() + route.concrete()))
                .timeout(Duration.ofSeconds(60))
                .method(
                        route.method(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.setHeader(headers[n], headers[n + 1]);
        }
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (!answer.headers().firstValue("Content-Type").orElse("").contains("event-stream")) {
            answer.body().readAllBytes();
        }
        answer.body().close();
        return answer.statusCode();
    }

    private String[] session(String who) {
        return sessions.computeIfAbsent(who, role -> TestOperators.session(stores.dataSource(), role))
                .headers();
    }

    /** The latest entry about something is this, and is told from where it came. */
    private JsonNode audited(String subject, String action, String actor, String reason) throws Exception {
        JsonNode page = get(other, "/v1/ops/audit?actor=" + actor + "&subject=" + encoded(subject));
        for (JsonNode entry : page.get("items")) {
            if (entry.get("action").asText().equals(action)
                    && entry.get("reason").asText().equals(reason)) {
                assertThat(entry.get("origin").asText()).isEqualTo("127.0.0.1");
                assertThat(time(entry, "at")).isAfter(Instant.now().minusSeconds(300));
                return entry;
            }
        }
        throw new AssertionError("not in the audit: " + action + " " + subject + " in " + page);
    }

    private List<String> names(String path) throws Exception {
        List<String> names = new ArrayList<>();
        get(one, path).get("items").forEach(job -> names.add(name(job)));
        return names;
    }

    private static String name(JsonNode job) {
        return job.get("group").asText() + "/" + job.get("name").asText();
    }

    private static Instant time(JsonNode in, String field) {
        return Instant.parse(in.get(field).asText());
    }

    private static Instant time(JsonNode in, int index) {
        return Instant.parse(in.get(index).asText());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private long audits() {
        return whatIsChanged().get(0);
    }

    private List<Long> whatIsChanged() {
        return jdbi().withHandle(
                        handle -> handle.createQuery("""
                        SELECT unnest(ARRAY[(SELECT count(*) FROM job_audit), (SELECT count(*) FROM job_pauses),
                                            (SELECT count(*) FROM job_schedule_overrides),
                                            (SELECT count(*) FROM job_executions WHERE cause = 'OPERATOR')])
                        """).mapTo(Long.class).list());
    }

    private long runs(String job) {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM job_executions WHERE job_group || '/' || job_name = :job")
                .bind("job", job)
                .mapTo(Long.class)
                .one());
    }

    private Jdbi jdbi() {
        return Jdbi.create(stores.dataSource());
    }
}
