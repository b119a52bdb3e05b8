package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.OpsApiSetup.CANARY;
import static touchline.api.OpsApiSetup.ELSEWHERE;
import static touchline.api.OpsApiSetup.RETENTION;
import static touchline.api.OpsApiSetup.SOON;
import static touchline.api.OpsApiSetup.encoded;
import static touchline.api.OpsApiSetup.name;
import static touchline.api.OpsApiSetup.time;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import touchline.api.OpsApiSetup.Answer;

/** Jobs and runs as operators read them, and the roles that each route admits. */
abstract class OpsReadCases {
    abstract OpsApiSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

    @Test
    void listsSearchesAndPagesJobs() throws Exception {
        List<String> all = setup().names("/v1/ops/jobs");
        assertThat(all)
                .contains("bots/tick", "platform/canary", "platform/retention", "sportmonks/poll", "sportmonks/settle")
                .isSorted();
        List<String> paged = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            JsonNode page =
                    setup().get(setup().one(), "/v1/ops/jobs?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.get("items").forEach(job -> paged.add(name(job)));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : page.get("nextCursor").asText();
        }
        assertThat(paged).isEqualTo(all);
        assertThat(setup().names("/v1/ops/jobs?q=CANARY")).containsExactly("platform/canary");
        assertThat(setup().names("/v1/ops/jobs?q=older%20than")).containsExactly("platform/retention");
        assertThat(setup().names("/v1/ops/jobs?group=sportmonks")).allMatch(name -> name.startsWith("sportmonks/"));
        assertThat(setup().names("/v1/ops/jobs?state=off&group=sportmonks"))
                .containsExactly("sportmonks/poll", "sportmonks/squads");
        assertThat(setup().names("/v1/ops/jobs?state=idle,waiting&group=sportmonks"))
                .containsExactly("sportmonks/settle");
    }

    @Test
    void showsParametersAndConditionOfAJob() throws Exception {
        JsonNode settle = setup().get(setup().one(), "/v1/ops/jobs/sportmonks/settle");
        assertThat(settle.get("parameters").toString())
                .contains(
                        "\"name\":\"fixture\"",
                        "\"type\":\"whole\"",
                        "\"min\":\"1\"",
                        "\"type\":\"choice\"",
                        "\"of\":[");
        assertThat(settle.get("retry").get("attempts").isNull()).isTrue();
        assertThat(settle.get("schedule").asText()).isEqualTo("on demand");
        JsonNode poll = setup().get(setup().one(), "/v1/ops/jobs/sportmonks/poll");
        assertThat(poll.get("state").asText()).isEqualTo("OFF");
        assertThat(poll.get("condition").asText()).isEqualTo("SPORTMONKS_API_KEY is set");
        assertThat(poll.get("nodes")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(poll.get("nodes").get(0).get("runs").asBoolean()).isFalse();
        assertThat(poll.get("deadlineMs").asLong()).isEqualTo(30_000);
        assertThat(setup().get(setup().one(), "/v1/ops/jobs/sportmonks/poll/explain")
                        .get("findings")
                        .toString())
                .contains("CONDITION_OFF", "SPORTMONKS_API_KEY");
    }

    @Test
    void showsStatisticsOfAJob() throws Exception {
        await().atMost(SOON)
                .until(() -> setup().get(setup().one(), ELSEWHERE)
                                .get("lately")
                                .get("runs")
                                .asInt()
                        > 2);
        JsonNode job = setup().get(setup().other(), ELSEWHERE);
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
    void previewsASchedule() throws Exception {
        JsonNode forecast = setup().get(
                        setup().one(),
                        RETENTION + "/upcoming?count=3&zone=Europe/London&cron=" + encoded("0 30 1 * * ?"));
        assertThat(forecast.get("times")).hasSize(3);
        assertThat(forecast.get("times").get(0).get("local").asText()).contains("T01:30");
        assertThat(forecast.get("clockChanges").toString()).contains("SKIPPED_HOUR", "Europe/London");
        assertThat(forecast.get("change").get("lines").toString()).contains("ADDED", "REMOVED");
        assertThat(setup().get(setup().one(), RETENTION + "/upcoming?count=5").get("times"))
                .hasSize(5);
        assertThat(setup().get(setup().one(), RETENTION + "/upcoming")
                        .get("change")
                        .isNull())
                .isTrue();
    }

    @Test
    void returnsLogsAsText() throws Exception {
        await().atMost(SOON).until(() -> setup().runs("bots/tick") > 0);
        String run = "/v1/ops/executions/"
                + setup().get(setup().one(), "/v1/ops/executions?group=bots&outcome=SUCCEEDED&limit=1")
                        .get("items")
                        .get(0)
                        .get("id")
                        .asText();
        await().atMost(SOON)
                .until(() ->
                        !setup().get(setup().one(), run + "/log").get("items").isEmpty());
        JsonNode log = setup().get(setup().one(), run + "/log");
        assertThat(log.get("items").get(0).get("message").asText())
                .contains("<script>alert(1)</script>", "ünïcödé 🏟")
                .doesNotContain("\u0000");
        await().atMost(SOON)
                .until(() -> setup().get(setup().one(), run + "/log")
                        .get("nextCursor")
                        .isNull());
        assertThat(setup().get(setup().one(), run + "/log?after=1").get("items"))
                .isEmpty();
    }

    @Test
    void filtersRuns() throws Exception {
        await().atMost(SOON).until(() -> setup().runs("bots/tick") > 3);
        String lately = encoded(Instant.now().minusSeconds(600).toString());
        JsonNode page = setup().get(
                        setup().one(),
                        "/v1/ops/executions?group=bots&job=tick&node=third&cause=schedule&from=" + lately
                                + "&outcome=succeeded,running&limit=2");
        assertThat(page.get("items")).hasSize(2);
        assertThat(page.get("nextCursor").isTextual()).isTrue();
        JsonNode next = setup().get(
                        setup().one(),
                        "/v1/ops/executions?group=bots&limit=2&cursor="
                                + page.get("nextCursor").asText());
        assertThat(next.get("items").get(0).get("id").asLong())
                .isLessThan(page.get("items").get(1).get("id").asLong());
        assertThat(setup().get(setup().one(), "/v1/ops/executions?to=2020-01-01T00:00:00Z")
                        .get("items"))
                .isEmpty();
        assertThat(setup().get(setup().one(), "/v1/ops/executions?text=nothing%20says%20this")
                        .get("items"))
                .isEmpty();
    }

    @Test
    void marksTimesDuringAPauseAndNamesTheNextRun() throws Exception {
        JsonNode free = setup().get(setup().one(), CANARY + "/upcoming?count=3");
        assertThat(free.findValues("heldBackBy")).hasSize(3).allMatch(JsonNode::isNull);
        assertThat(free.get("firstRunAt").isTextual()).isTrue();
        Answer paused = setup().operator(
                        setup().one(), "POST", CANARY + "/pause", "{\"reason\":\"repairs\",\"until\":\"PT2H\"}");

        JsonNode held = setup().get(setup().other(), CANARY + "/upcoming?count=3&zone=Asia/Kolkata");
        assertThat(held.get("zone").asText()).isEqualTo("Asia/Kolkata");
        assertThat(held.findValuesAsText("heldBackBy")).containsOnly("PAUSED");
        assertThat(time(held, "firstRunAt")).isEqualTo(time(paused.body(), "until"));
        // A node that took the trigger just before the pause has still to leave it.
        JsonNode why = await().atMost(SOON)
                .until(
                        () -> setup().get(setup().other(), CANARY + "/explain?zone=Asia/Kolkata"),
                        answer -> answer.toString().contains("are held back"));
        assertThat(why.get("findings").get(0).get("situation").asText()).isEqualTo("PAUSED");
        assertThat(why.get("findings").toString())
                .contains("are held back: it runs next at")
                .contains(" IST (in ")
                .doesNotContain("Not due yet", "UTC (");

        setup().operator(setup().one(), "POST", CANARY + "/pause", "{\"reason\":\"repairs\"}");
        JsonNode endless = setup().get(setup().other(), CANARY + "/upcoming?count=3");
        assertThat(endless.findValuesAsText("heldBackBy")).containsOnly("PAUSED");
        assertThat(endless.get("firstRunAt").isNull()).isTrue();
        assertThat(setup().get(setup().one(), "/v1/ops/jobs/sportmonks/poll/upcoming?count=2")
                        .findValuesAsText("heldBackBy"))
                .containsOnly("CONDITION_OFF");
    }
}
