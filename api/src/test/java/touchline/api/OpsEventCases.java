package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.api.operator.TestOperators;

/** The stream of events for operators, on two nodes. */
abstract class OpsEventCases {
    private static final Duration SOON = Duration.ofSeconds(60);

    abstract ClusterApiSetup setup();

    /** A generated client sends the media type of the problems, as it is the only JSON that the document names for a stream. */
    @Test
    void streamsEventsForEveryAcceptOfAGeneratedClient() throws Exception {
        for (String accept : List.of(
                "application/problem+json", "application/json", "*/*", "application/problem+json, text/event-stream")) {
            try (OpsEventReader reader = OpsEventReader.open(setup().one(), null, "Accept", accept)) {
                assertThat(reader.contentType()).as(accept).startsWith("text/event-stream");
            }
        }
        String[] signed = setup().session("viewer");
        HttpResponse<String> picture = setup().one().get("/v1/ops/events", "Accept", "image/png", signed[0], signed[1]);
        assertThat(picture.statusCode()).isEqualTo(406);
        assertThat(picture.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        HttpResponse<String> stranger = setup().one().get("/v1/ops/events", "Accept", "application/problem+json");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void streamsEventsOfAllNodesAndResumes() throws Exception {
        try (OpsEventReader reader = OpsEventReader.open(setup().one(), null);
                OpsEventReader zipped = OpsEventReader.open(setup().two(), null, "Accept-Encoding", "gzip")) {
            assertThat(reader.contentType()).startsWith("text/event-stream");
            // Each node has something to report, no matter which of them runs the jobs.
            setup().post(setup().one(), "operator", "/v1/ops/services/flusher/restart", "to be sent by each");
            await().atMost(SOON)
                    .until(() -> reader.has("\"node\":\"" + setup().idOfTwo() + "\"")
                            && reader.has("\"node\":\"" + setup().idOfOne() + "\"")
                            && zipped.has("event: execution"));
            setup().post(setup().two(), "operator", "/v1/ops/cluster/" + setup().idOfOne() + "/drain", "to be sent");
            setup().post(
                            setup().two(),
                            "operator",
                            "/v1/ops/cluster/" + setup().idOfOne() + "/undrain",
                            "it was only to be sent");
            await().atMost(SOON).until(() -> reader.has("event: audit") && reader.has("\"reason\":\"to be sent\""));

            List<String> ids = reader.ids();
            String cutOff = ids.get(ids.size() / 2);
            try (OpsEventReader again = OpsEventReader.open(setup().one(), cutOff)) {
                String latest = reader.ids().get(reader.ids().size() - 1);
                await().atMost(SOON).until(() -> again.ids().contains(latest));
                List<String> all = reader.ids();
                List<String> missed = all.subList(all.indexOf(cutOff) + 1, all.indexOf(latest) + 1);
                assertThat(again.ids().subList(0, missed.size())).isEqualTo(missed);
            }
        }
        try (OpsEventReader late = OpsEventReader.open(setup().one(), "1700000000000000-run-1-a~elsewhere")) {
            await().atMost(SOON).until(() -> late.has("event: resync"));
        }
        assertThat(setup().one().get("/v1/ops/events").statusCode()).isEqualTo(401);
    }

    @Test
    void endsTheStreamAfterALogOutOnAnotherNode() throws Exception {
        TestOperators.Session session = TestOperators.session(setup().stores().dataSource(), "viewer");
        try (OpsEventReader reader = OpsEventReader.open(setup().one(), null, "Cookie", session.cookie());
                OpsEventReader other = OpsEventReader.open(setup().one(), null)) {
            setup().post(setup().two(), "operator", "/v1/ops/jobs/platform/canary/trigger", "to have an event");
            await().atMost(SOON).until(() -> reader.has("event: execution"));
            assertThat(setup().two()
                            .send("DELETE", "/v1/ops/session", null, session.headers())
                            .statusCode())
                    .isEqualTo(204);
            await().atMost(SOON).until(reader::hasEnded);
            assertThat(other.hasEnded()).isFalse();
        }
    }

    @Test
    void disconnectsASlowClientOnly() throws Exception {
        try (OpsEventReader slow = OpsEventReader.stalled(setup().one());
                OpsEventReader quick = OpsEventReader.open(setup().one(), null)) {
            // Earlier changes are not sent to a new listener, so it has to be connected first.
            await().atMost(SOON).until(() -> quick.has("retry: "));
            String reason = "x".repeat(40_000);
            // Each time less than waits for a reader at most: who reads is never given up, however slow the machine is.
            for (int n = 0; n < 8; n++) {
                int sent = n;
                setup().jdbi().useHandle(handle -> handle.execute("""
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
        setup().jdbi().useHandle(handle -> handle.execute("DELETE FROM job_audit WHERE action = 'test'"));
    }
}
