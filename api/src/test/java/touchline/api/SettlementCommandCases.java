package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Settlements that operators retry and force, and records that were set aside. */
abstract class SettlementCommandCases {
    private static final Duration SOON = Duration.ofSeconds(60);

    abstract ClusterApiSetup setup();

    @Test
    void retriesADelayedSettlementNow() throws Exception {
        try (RedisClient redis = RedisClient.create(setup().stores().redisUrl())) {
            fixture("4711", "FT", "FINISHED");
            redis.set("fixture:4711", "what no settlement can work with");
            setup().jdbi()
                    .useHandle(handle -> handle.execute(
                            "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (4711,"
                                    + " 'FULL_TIME', 'FREEZE', now())"));
            assertThat(retry(setup().one(), "4711").statusCode()).isEqualTo(202);
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
        assertThat(retry(setup().two(), "4711").statusCode()).isEqualTo(202);
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
        assertThat(setup().get(setup().one(), "/v1/ops/settlements")
                        .get("items")
                        .findValuesAsText("fixtureId"))
                .contains("4711");
        assertThat(setup().audited("retry", "sportmonks/settle 4711")).isEqualTo("operator: it should go on");

        HttpResponse<String> again = retry(setup().one(), "4711");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"type\":\"refused\"", "is settled since");
        assertThat(retry(setup().one(), "4712").statusCode()).isEqualTo(404);
        assertThat(setup().post(setup().one(), "viewer", "/v1/ops/settlements/4711/retry", "no")
                        .statusCode())
                .isEqualTo(403);
    }

    /** Its correction would say done though the match is not settled. */
    @Test
    void aRunThatBeginsTooLateAfterItsApprovalFailsItsCorrection() throws Exception {
        fixture("4806", "INPLAY_1ST_HALF", "LIVE");
        HttpResponse<String> paused = setup().one()
                .send(
                        "POST",
                        "/v1/ops/scheduler/pause",
                        "{\"reason\":\"the disk is slow\",\"force\":true}",
                        setup().session("admin"));
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        assertThat(correct("admin", """
                                {"reason":"the feed is wrong","kind":"VOID_FIXTURE","fixtureId":"4806"}
                                """).body()).contains("\"state\":\"APPROVED\"");
        setup().jdbi().useHandle(book -> book.execute("""
                UPDATE fixture_settlement_overrides SET granted_at = granted_at - interval '16 minutes' WHERE fixture_id = 4806;
                UPDATE corrections SET decided_at = decided_at - interval '16 minutes' WHERE fixture_id = 4806
                """));
        assertThat(setup().post(setup().one(), "admin", "/v1/ops/scheduler/resume", "it is quick again")
                        .statusCode())
                .isEqualTo(200);

        await().atMost(SOON).until(() -> corrections(4806, "'FAILED'") == 1);
        assertThat(
                        setup().count(
                                        "SELECT count(*) FROM corrections WHERE fixture_id = 4806 AND failure = 'approval-expired'"))
                .isEqualTo(1);
        assertThat(setup().count("SELECT count(*) FROM fixture_settlements WHERE fixture_id = 4806"))
                .isZero();
        setup().jdbi().useHandle(book -> book.execute("UPDATE fixtures SET phase = 'FINISHED' WHERE id = 4806"));
    }

    private long corrections(long fixture, String states) {
        return setup().count("SELECT count(*) FROM corrections WHERE fixture_id = " + fixture
                + " AND kind = 'VOID_FIXTURE' AND requested_by = 'admin' AND state IN (" + states + ")");
    }

    @Test
    void settlesALiveMatchOnlyByForceOfAnAdminOrAsACorrection() throws Exception {
        fixture("4801", "INPLAY_1ST_HALF", "LIVE");
        String asked = "{\"reason\":\"the feed is wrong\",\"parameters\":{\"fixture\":\"4801\",\"kind\":\"VOID\"}}";
        long runs = settleRuns();

        for (String who : List.of("operator", "admin")) {
            HttpResponse<String> refused = settle(who, asked);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(refused.body())
                    .contains("\"type\":\"guarded\"", "INPLAY_1ST_HALF", "0 long positions", "admin", "VOID_FIXTURE");
        }
        String forced = asked.replace("}}", "},\"force\":true}");
        assertThat(settle("operator", forced).statusCode()).isEqualTo(403);
        HttpResponse<String> unknown = settle("admin", forced.replace("4801", "4899"));
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("parameters.fixture", "no fixture has this id");
        assertThat(settleRuns()).as("no run was made").isEqualTo(runs);
        assertThat(setup().get(setup().one(), "/v1/ops/unsettled").get("items").findValuesAsText("fixtureId"))
                .contains("4801");
        assertThat(setup().get(setup().one(), "/v1/ops/unsettled?fixtureId=4801")
                        .get("items")
                        .findValuesAsText("fixtureId"))
                .containsExactly("4801");
        JsonNode preview = setup().get(setup().one(), "/v1/ops/settlements/4801/preview?kind=VOID");
        assertThat(preview.get("allowed").booleanValue()).isFalse();
        assertThat(preview.get("forceable").booleanValue()).isTrue();
        assertThat(preview.get("longs").get("paid").textValue()).isEqualTo("0.0000");
        assertThat(setup().one()
                        .send("GET", "/v1/ops/settlements/4801/preview?kind=ALL", null, setup().session("viewer"))
                        .statusCode())
                .isEqualTo(422);

        String correction = "{\"reason\":\"the feed is wrong\",\"kind\":\"VOID_FIXTURE\",\"fixtureId\":\"4801\"}";
        assertThat(correct("operator", correction).statusCode()).isEqualTo(403);
        HttpResponse<String> done = settle("admin", forced);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(202);
        assertThat(corrections(4801, "'APPROVED', 'DONE'"))
                .as("it counts as a correction")
                .isEqualTo(1);
        await().atMost(SOON)
                .until(() -> setup().count(
                                        "SELECT count(*) FROM fixture_settlements WHERE fixture_id = 4801 AND step = 'DONE'")
                        == 1);
        assertThat(
                        setup().count(
                                        "SELECT count(*) FROM job_audit WHERE action = 'trigger' AND after ->> 'forced' = 'true' AND after #>> '{parameters,fixture}' = '4801'"))
                .isEqualTo(1);
        assertThat(setup().get(setup().one(), "/v1/ops/settlements?state=open")
                        .get("items")
                        .findValuesAsText("fixtureId"))
                .doesNotContain("4801");
        HttpResponse<String> again = correct("admin", correction);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"type\":\"refused\"", "is settled since");
        setup().jdbi().useHandle(handle -> handle.execute("UPDATE fixtures SET phase = 'FINISHED' WHERE id = 4801"));
    }

    private HttpResponse<String> correct(String user, String body) throws Exception {
        return setup().one().send("POST", "/v1/ops/corrections", body, setup().session(user));
    }

    @Test
    void showsSettlementsThatAPauseDelays() throws Exception {
        fixture("4802", "FT", "FINISHED");
        String job = "/v1/ops/jobs/sportmonks/settle";
        String until = Instant.now().plusSeconds(3600).toString();
        HttpResponse<String> paused = setup().one()
                .send(
                        "POST",
                        job + "/pause",
                        "{\"reason\":\"a look first\",\"force\":true,\"until\":\"" + until + "\"}",
                        setup().session("operator"));
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        setup().jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (4802,"
                                + " 'FULL_TIME', 'FREEZE', now())"));
        assertThat(retry(setup().one(), "4802").statusCode()).isEqualTo(202);
        setup().jdbi().useHandle(handle -> handle.execute("DELETE FROM fixture_settlements WHERE fixture_id = 4802"));

        HttpResponse<String> retried = retry(setup().two(), "4802"); // asked for, and not begun
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(202);
        assertThat(retried.body()).contains("paused by operator: a look first");
        JsonNode held = settlement("4802").get("held");
        assertThat(held.get("by").textValue()).isEqualTo("operator");
        assertThat(held.get("until").textValue()).startsWith(until.substring(0, 19));
        assertThat(held.get("everything").booleanValue()).isFalse();
        assertThat(setup().get(setup().one(), job)
                        .get("resuming")
                        .get("waiting")
                        .longValue())
                .isEqualTo(1);
        assertThat(setup().get(setup().one(), job).get("resuming").get("words").textValue())
                .contains("1 run that was asked for waits");

        assertThat(setup().post(setup().one(), "operator", job + "/resume", "looked")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() -> setup().count(
                                        "SELECT count(*) FROM fixture_settlements WHERE fixture_id = 4802 AND step = 'DONE'")
                        == 1);
        assertThat(settlement("4802").get("held").isNull()).isTrue();
        assertThat(retry(setup().one(), "4899").statusCode()).as("nobody asked").isEqualTo(404);
    }

    @Test
    void aRecordThatWasSetAsideIsClearedByAnAdminAndAudited() throws Exception {
        try (RedisClient redis = RedisClient.create(setup().stores().redisUrl())) {
            redis.hset("set_aside", "position 4711", "{\"fixture\":\"\",\"why\":\"it has no margin\",\"at\":\"1\"}");
            JsonNode item = setAside("position 4711");
            assertThat(item.get("clearing").get("action").textValue()).isEqualTo("FORGET");
            String body = "{\"subject\":\"position 4711\",\"reason\":\"it was restored\"}";

            assertThat(clear("operator", body).statusCode()).isEqualTo(403);
            assertThat(redis.hexists("set_aside", "position 4711")).isTrue();
            HttpResponse<String> cleared = clear("admin", body);
            assertThat(cleared.statusCode()).as(cleared.body()).isEqualTo(200);
            assertThat(redis.hexists("set_aside", "position 4711")).isFalse();
            assertThat(clear("admin", body).statusCode()).isEqualTo(404);
            redis.hset("set_aside", "instrument 9", "{\"fixture\":\"8\",\"why\":\"it has no depth\",\"at\":\"1\"}");
            String other = "{\"subject\":\"instrument 9\",\"reason\":\"it was restored\"%s}";
            HttpResponse<String> refused = clear("admin", other.formatted(""));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(clear("admin", other.formatted(",\"writeOff\":true")).statusCode())
                    .isEqualTo(200);
            assertThat(redis.hexists("set_aside", "instrument 9")).isFalse();
        }
        assertThat(setup().count("SELECT count(*) FROM job_audit WHERE action = 'clear-set-aside' AND actor = 'admin'"))
                .isEqualTo(2);
    }

    private JsonNode setAside(String subject) throws Exception {
        for (JsonNode item : setup().get(setup().one(), "/v1/ops/set-aside").get("items")) {
            if (item.get("subject").textValue().equals(subject)) {
                return item;
            }
        }
        throw new AssertionError(subject + " is not listed");
    }

    private HttpResponse<String> clear(String user, String body) throws Exception {
        return setup().one().send("POST", "/v1/ops/set-aside/clear", body, setup().session(user));
    }

    private long settleRuns() {
        return setup().count(
                        "SELECT count(*) FROM job_executions WHERE job_name = 'settle' AND parameters ->> 'fixture' = '4801'");
    }

    private HttpResponse<String> settle(String user, String body) throws Exception {
        return setup().one().send("POST", "/v1/ops/jobs/sportmonks/settle/trigger", body, setup().session(user));
    }

    private void fixture(String id, String state, String phase) {
        setup().jdbi().useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, over_since, polled_at)
            VALUES (?, 1, 'Anchor vs Bay', now() - interval '1 hour', 2, ?, ?, true,
                    CASE WHEN ? = 'FINISHED' THEN now() - interval '10 minutes' END, now())
            """, Long.parseLong(id), state, phase, phase));
    }

    private boolean isPutOffForSeconds(String fixture) throws Exception {
        JsonNode next = settlement(fixture).get("nextAttemptAt");
        return next.isTextual()
                && Instant.parse(next.textValue()).isAfter(Instant.now().plusSeconds(3));
    }

    private JsonNode settlement(String fixture) throws Exception {
        return setup().get(setup().one(), "/v1/ops/settlements/" + fixture);
    }

    private HttpResponse<String> retry(OpsNode node, String fixture) throws Exception {
        return setup().post(node, "operator", "/v1/ops/settlements/" + fixture + "/retry", "it should go on");
    }
}
