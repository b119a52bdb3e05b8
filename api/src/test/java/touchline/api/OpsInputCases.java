package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.OpsApiSetup.CANARY;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.OpsApiSetup.Answer;

/** Invalid requests of operators: each is refused with its reason and changes nothing. */
abstract class OpsInputCases {
    abstract OpsApiSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

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
    void unknownPathsAreNotFound(String path) throws Exception {
        Answer answer = setup().call(setup().one(), "viewer", "GET", path, null);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.status() == 400 || answer.problem().equals("not-found"))
                .isTrue();
    }

    @Test
    void commandsToUnknownJobsAreNotFound() throws Exception {
        long audits = setup().audits();
        for (String lever : List.of("pause", "resume", "trigger", "interrupt")) {
            assertThat(setup().operator(
                                    setup().one(),
                                    "POST",
                                    "/v1/ops/jobs/platform/nothing/" + lever,
                                    "{\"reason\":\"why not\"}")
                            .problem())
                    .isEqualTo("not-found");
        }
        assertThat(setup().admin(
                                setup().one(),
                                "PUT",
                                "/v1/ops/jobs/platform/nothing/schedule",
                                "{\"reason\":\"why not\",\"every\":\"PT5M\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(setup().operator(
                                setup().one(),
                                "POST",
                                "/v1/ops/executions/999999999999/interrupt",
                                "{\"reason\":\"why not\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(setup().operator(
                                setup().one(),
                                "POST",
                                CANARY + "/interrupt",
                                "{\"reason\":\"why not\",\"execution\":\"999999999999\"}")
                        .problem())
                .isEqualTo("not-found");
        assertThat(setup().audits()).isEqualTo(audits);
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
                "PUT  | platform/canary/schedule | {\"reason\":\"why\",\"every\":\"5 moons\"}               | every",
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
        List<Long> before = setup().whatIsChanged();
        String whole = path.startsWith("../")
                ? "/v1/ops/" + path.substring(3)
                : "/v1/ops/jobs" + (path.startsWith("?") ? "" : "/") + path;
        Answer answer = setup().admin(setup().one(), method, whole, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("validation");
        assertThat(answer.body().get("errors").toString()).contains("\"field\":\"" + field + "\"");
        assertThat(setup().whatIsChanged()).isEqualTo(before);
    }

    @Test
    void reportsAllInvalidFieldsTogether() throws Exception {
        Answer answer = setup().operator(
                        setup().one(),
                        "POST",
                        CANARY + "/pause",
                        "{\"reason\":\"\",\"until\":\"soon\",\"force\":1,\"cheat\":true}");
        assertThat(answer.body().get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("reason", "until", "force", "cheat");
    }

    @Test
    void refusesSchedulesOfJobsThatCannotRun() throws Exception {
        Answer answer = setup().admin(
                        setup().one(),
                        "PUT",
                        "/v1/ops/jobs/sportmonks/settle/schedule",
                        "{\"reason\":\"every night\",\"every\":\"PT5M\"}");
        assertThat(answer.problem()).isEqualTo("refused");
        assertThat(answer.body().get("detail").asText()).contains("parameters");
        assertThat(setup().operator(
                                setup().one(), "POST", "/v1/ops/jobs/sportmonks/poll/trigger", "{\"reason\":\"now\"}")
                        .problem())
                .isEqualTo("refused");
    }

    @Test
    void returnsHostileTextsUnchangedOrRefusesThem() throws Exception {
        for (String text : List.of(
                "<script>alert('x')</script>",
                "'; DROP TABLE job_audit; --",
                "  ünïcödé 🏟 %s ${jndi:ldap://x}",
                "x".repeat(500))) {
            ObjectNode body = new ObjectMapper().createObjectNode().put("reason", text);
            assertThat(setup().operator(setup().one(), "POST", CANARY + "/pause", body.toString())
                            .status())
                    .isEqualTo(200);
            assertThat(setup().get(setup().other(), CANARY)
                            .get("paused")
                            .get("reason")
                            .asText())
                    .isEqualTo(text.trim());
            setup().audited("platform/canary", "pause", "operator", text.trim());
        }
        long audits = setup().audits();
        for (String body : List.of(
                "{\"reason\":\"" + "x".repeat(501) + "\"}",
                "{\"reason\":\"" + "x".repeat(1_000_000) + "\"}",
                "{\"reason\":\"\\u202ewhy\"}",
                "{\"reason\":\"why\\nadmin resume platform/canary\"}",
                "{\"reason\":\"why\",\"reason\":\"why\"}",
                "{\"reason\":\"why\"} {}",
                "[\"reason\"]",
                "\u0000",
                "{\"reason\":\"why\",\"" + "y".repeat(10_000) + "\":1}",
                "{\"reason\":\"why\",\"x\\u0000\\ud800\":1}",
                "[".repeat(10_000))) {
            assertThat(setup().operator(setup().one(), "POST", CANARY + "/pause", body)
                            .status())
                    .isIn(400, 413, 422);
        }
        assertThat(setup().operator(
                                setup().one(),
                                "POST",
                                CANARY + "/trigger",
                                "{\"reason\":\"why\",\"parameters\":{\"a\\u0000\":\"b\",\"<b>\":\"c\\ud800\"}}")
                        .status())
                .isEqualTo(422);
        assertThat(setup().audits()).isEqualTo(audits);
    }
}
