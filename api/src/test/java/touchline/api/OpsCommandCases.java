package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.OpsApiSetup.CANARY;
import static touchline.api.OpsApiSetup.ELSEWHERE;
import static touchline.api.OpsApiSetup.RETENTION;
import static touchline.api.OpsApiSetup.SOON;
import static touchline.api.OpsApiSetup.time;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.OpsApiSetup.Answer;

/** Commands of operators: their effect on all nodes, their guards and their audit. */
abstract class OpsCommandCases {
    abstract OpsApiSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptsARunThroughAnotherNode(boolean byItsId) throws Exception {
        setup().block(true);
        await().atMost(SOON)
                .until(() ->
                        setup().get(setup().one(), ELSEWHERE).get("running").size() == 1);
        String run = "/v1/ops/executions/"
                + setup().get(setup().one(), ELSEWHERE)
                        .get("running")
                        .get(0)
                        .get("id")
                        .asText();
        String reason = "it hangs " + byItsId;
        Answer asked = setup().operator(
                        setup().one(),
                        "POST",
                        (byItsId ? run : ELSEWHERE) + "/interrupt",
                        "{\"reason\":\"" + reason + "\"}");
        assertThat(asked.status()).isEqualTo(202);
        setup().block(false);
        assertThat(run).endsWith("/" + asked.body().get("executions").get(0).asText());
        await().atMost(SOON)
                .until(() -> setup().get(setup().other(), run)
                        .get("outcome")
                        .asText()
                        .equals("INTERRUPTED"));
        JsonNode ended = setup().get(setup().other(), run);
        assertThat(ended.get("node").asText()).isEqualTo("third");
        assertThat(ended.get("reason").asText()).contains("operator", reason);
        JsonNode steps = ended.get("interrupt");
        assertThat(steps.get("by").asText()).isEqualTo("operator");
        assertThat(time(steps, "honouredAt")).isAfterOrEqualTo(time(steps, "requestedAt"));
        setup().audited("bots/tick", "interrupt", "operator", reason);
        assertThat(setup().operator(setup().other(), "POST", run + "/interrupt", "{\"reason\":\"once more\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void pauseThroughOneNodeAppliesToAll() throws Exception {
        await().atMost(SOON).until(() -> setup().runs("bots/tick") > 0);
        Answer paused = setup().operator(
                        setup().one(), "POST", ELSEWHERE + "/pause", "{\"reason\":\"too loud\",\"until\":\"PT10M\"}");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.body().get("by").asText()).isEqualTo("operator");
        assertThat(Duration.between(Instant.now(), time(paused.body(), "until")))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));

        await().atMost(SOON)
                .until(() ->
                        setup().get(setup().other(), ELSEWHERE).get("running").isEmpty());
        long runs = setup().runs("bots/tick");
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> setup().runs("bots/tick") <= runs + 1);
        JsonNode seen = setup().get(setup().other(), ELSEWHERE);
        assertThat(seen.get("state").asText()).isEqualTo("PAUSED");
        assertThat(seen.get("paused").get("reason").asText()).isEqualTo("too loud");
        assertThat(seen.get("resuming").get("missed").asInt()).isPositive();
        assertThat(seen.get("resuming").get("words").asText()).contains("missed", "skip", "one", "all");
        JsonNode entry = setup().audited("bots/tick", "pause", "operator", "too loud");
        assertThat(entry.get("before").isNull()).isTrue();
        assertThat(entry.get("after").get("reason").asText()).isEqualTo("too loud");

        Answer resumed = setup().operator(
                        setup().other(),
                        "POST",
                        ELSEWHERE + "/resume",
                        "{\"reason\":\"quiet again\",\"catchUp\":\"skip\"}");
        assertThat(resumed.body().get("catchUp").asText()).isEqualTo("skip");
        await().atMost(SOON).until(() -> setup().runs("bots/tick") > runs + 2);
        assertThat(setup().audited("bots/tick", "resume", "operator", "quiet again")
                        .get("before")
                        .get("reason")
                        .asText())
                .isEqualTo("too loud");
        assertThat(setup().operator(setup().one(), "POST", ELSEWHERE + "/resume", "{\"reason\":\"once more\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void triggersARunOfAPausedJob() throws Exception {
        assertThat(setup().operator(setup().one(), "POST", CANARY + "/pause", "{\"reason\":\"look into it\"}")
                        .status())
                .isEqualTo(200);
        Answer asked = setup().operator(setup().other(), "POST", CANARY + "/trigger", "{\"reason\":\"does it sing?\"}");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.body().has("waitsFor")).isFalse();
        String id = asked.body().get("executionId").asText();

        await().atMost(SOON)
                .until(() -> setup().get(setup().one(), "/v1/ops/executions/" + id)
                        .get("outcome")
                        .asText()
                        .equals("SUCCEEDED"));
        JsonNode run = setup().get(setup().one(), "/v1/ops/executions/" + id);
        assertThat(run.get("triggeredBy").asText()).isEqualTo("operator");
        assertThat(run.get("cause").asText()).isEqualTo("OPERATOR");
        assertThat(run.get("attempts")).hasSize(1);
        assertThat(setup().audited("platform/canary", "trigger", "operator", "does it sing?")
                        .get("after")
                        .get("execution")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void triggeredRunWaitsWhileAllJobsArePaused() throws Exception {
        Answer paused =
                setup().admin(setup().one(), "POST", "/v1/ops/scheduler/pause", "{\"reason\":\"the database moves\"}");
        assertThat(paused.body().get("everything").asBoolean()).isTrue();
        assertThat(setup().get(setup().other(), "/v1/ops/scheduler")
                        .get("state")
                        .asText())
                .isEqualTo("PAUSED");
        Answer asked = setup().operator(setup().other(), "POST", CANARY + "/trigger", "{\"reason\":\"does it sing?\"}");
        assertThat(asked.body().get("waitsFor").asText()).contains("admin", "the database moves");
        String run = "/v1/ops/executions/" + asked.body().get("executionId").asText();
        assertThat(setup().get(setup().one(), run).get("outcome").asText()).isEqualTo("QUEUED");

        assertThat(setup().admin(setup().other(), "POST", "/v1/ops/scheduler/resume", "{\"reason\":\"it has moved\"}")
                        .status())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() ->
                        setup().get(setup().one(), run).get("outcome").asText().equals("SUCCEEDED"));
        setup().audited("scheduler", "pause", "admin", "the database moves");
        setup().audited("scheduler", "resume", "admin", "it has moved");
        assertThat(setup().get(setup().one(), "/v1/ops/scheduler").get("state").asText())
                .isEqualTo("FIRING");
    }

    @Test
    void overriddenScheduleOutlivesNodes() throws Exception {
        Answer put = setup().admin(
                        setup().one(),
                        "PUT",
                        RETENTION + "/schedule",
                        "{\"reason\":\"nights are busy\",\"cron\":\"0 0 5 * * ?\",\"zone\":\"Europe/London\"}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().get("words").asText()).contains("05:00", "Europe/London");
        assertThat(put.body().get("next")).hasSize(10);

        OpsNode later = setup().startAnother();
        try {
            JsonNode job = setup().get(later, RETENTION);
            assertThat(job.get("overridden").asBoolean()).isTrue();
            assertThat(job.get("override").get("by").asText()).isEqualTo("admin");
            assertThat(job.get("override").get("reason").asText()).isEqualTo("nights are busy");
            assertThat(job.get("effective").get("cron").asText()).isEqualTo("0 0 5 * * ?");
            assertThat(job.get("declared").get("cron").asText()).isEqualTo("0 20 3 * * ?");
            assertThat(time(job, "nextFireAt")).isEqualTo(time(put.body().get("next"), 0));
        } finally {
            later.stop();
        }
        setup().audited("platform/retention", "override-schedule", "admin", "nights are busy");

        Answer back = setup().admin(setup().other(), "DELETE", RETENTION + "/schedule", "{\"reason\":\"as it was\"}");
        assertThat(back.body().get("cron").asText()).isEqualTo("0 20 3 * * ?");
        assertThat(setup().get(setup().one(), RETENTION).get("override").isNull())
                .isTrue();
        setup().audited("platform/retention", "restore-schedule", "admin", "as it was");
        assertThat(setup().admin(setup().other(), "DELETE", RETENTION + "/schedule", "{\"reason\":\"once more\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void guardsJobsThatALiveMatchDependsOn() throws Exception {
        setup().jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
                VALUES (77, 1, 'Derby <b>', now(), 2, '1H', 'LIVE', now())
                """));
        try {
            String poll = "/v1/ops/jobs/sportmonks/poll/pause";
            long audits = setup().audits();
            Answer guarded = setup().operator(setup().one(), "POST", poll, "{\"reason\":\"just so\"}");
            assertThat(guarded.status()).isEqualTo(409);
            assertThat(guarded.problem()).isEqualTo("guarded");
            assertThat(guarded.body().get("detail").asText()).contains("Derby <b> is being played", "\"force\": true");
            assertThat(setup().audits()).isEqualTo(audits);
            assertThat(setup().operator(setup().one(), "POST", poll, "{\"reason\":\"just so\",\"force\":true}")
                            .status())
                    .isEqualTo(200);
            for (String job : List.of("margin/sweep", "sportmonks/settle")) {
                assertThat(setup().operator(
                                        setup().one(),
                                        "POST",
                                        "/v1/ops/jobs/" + job + "/pause",
                                        "{\"reason\":\"just so\"}")
                                .problem())
                        .as(job)
                        .isEqualTo("guarded");
            }
            assertThat(setup().operator(
                                    setup().one(), "POST", RETENTION + "/pause", "{\"reason\":\"no match needs it\"}")
                            .status())
                    .isEqualTo(200);
            Answer everything =
                    setup().admin(setup().one(), "POST", "/v1/ops/scheduler/pause", "{\"reason\":\"just so\"}");
            assertThat(everything.problem()).isEqualTo("guarded");
            assertThat(setup().get(setup().one(), "/v1/ops/scheduler")
                            .get("paused")
                            .isNull())
                    .isTrue();
            assertThat(setup().admin(
                                    setup().one(),
                                    "POST",
                                    "/v1/ops/scheduler/pause",
                                    "{\"reason\":\"just so\",\"force\":true}")
                            .status())
                    .isEqualTo(200);
            assertGuarded("PUT", "/v1/ops/jobs/margin/sweep/schedule", "\"every\":\"PT2H\"");
            assertGuarded("POST", "/v1/ops/services/stopwatch/restart", "");
            assertThat(setup().admin(
                                    setup().one(),
                                    "POST",
                                    "/v1/ops/services/stopwatch/restart",
                                    "{\"reason\":\"odd\",\"force\":true}")
                            .status())
                    .isEqualTo(202);
            String last = setup().jdbi()
                    .withHandle(handle -> handle.select("SELECT min(node) FROM job_node_jobs WHERE job_name = 'sweep'")
                            .mapTo(String.class)
                            .one());
            setup().jdbi()
                    .useHandle(handle ->
                            handle.execute("UPDATE job_node_jobs SET runs = node = ? WHERE job_name = 'sweep'", last));
            assertGuarded("POST", "/v1/ops/cluster/" + last + "/drain", "");
        } finally {
            setup().jdbi()
                    .useHandle(
                            handle -> handle.execute("UPDATE job_node_jobs SET runs = true WHERE job_name = 'sweep'"));
            setup().jdbi().useHandle(handle -> handle.execute("DELETE FROM fixtures WHERE id = 77"));
        }
    }

    /** The guard refuses everyone who does not force, and only an admin can force. */
    private void assertGuarded(String method, String path, String fields) throws Exception {
        long audits = setup().audits();
        String body = "{\"reason\":\"to see\"" + (fields.isEmpty() ? "" : "," + fields);
        Answer guarded = setup().admin(setup().one(), method, path, body + "}");
        assertThat(guarded.problem()).as(path).isEqualTo("guarded");
        assertThat(guarded.body().get("detail").asText()).contains("Derby <b> is being played", "admin");
        assertThat(setup().operator(setup().one(), method, path, body + ",\"force\":true}")
                        .status())
                .as(path)
                .isEqualTo(403);
        assertThat(setup().audits()).isEqualTo(audits);
    }

    @Test
    void repeatedPauseIsOneChange() throws Exception {
        String until = Instant.now().plus(Duration.ofMinutes(30)).toString();
        String body = "{\"reason\":\"repairs\",\"until\":\"" + until + "\"}";
        long audits = setup().audits();

        Answer first = setup().operator(setup().one(), "POST", RETENTION + "/pause", body);
        Answer again = setup().operator(setup().other(), "POST", RETENTION + "/pause", body);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(setup().audits()).isEqualTo(audits + 1);
        assertThat(setup().operator(setup().other(), "POST", RETENTION + "/pause", "{\"reason\":\"repairs\"}")
                        .status())
                .isEqualTo(200);
        assertThat(setup().audits()).as("without an end it is another pause").isEqualTo(audits + 2);
    }
}
