package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Nodes and services of the cluster, as every node shows and commands them. */
abstract class ClusterNodeCases {
    private static final Duration SOON = Duration.ofSeconds(60);

    abstract ClusterApiSetup setup();

    @Test
    void everyNodeListsAllNodes() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            for (OpsNode asked : List.of(setup().one(), setup().two())) {
                for (String id : List.of(setup().idOfOne(), setup().idOfTwo())) {
                    JsonNode node = setup().node(asked, id);
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
        JsonNode pools = setup().cluster(setup().one()).get("pools");
        assertThat(pools.findValuesAsText("name"))
                .containsExactly("api", "operators", "background", "leases", "jobs", "flusher");
        assertThat(pools.get(0).get("most").intValue()).isEqualTo(16);
    }

    @Test
    void drainedNodeLeavesItsRunsToTheOther() throws Exception {
        assertThat(setup().post(setup().one(), "viewer", "/v1/ops/cluster/" + setup().idOfTwo() + "/drain", "to see")
                        .statusCode())
                .isEqualTo(403);
        assertThat(setup().post(setup().one(), "operator", "/v1/ops/cluster/nobody/drain", "to see")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> drained =
                setup().post(setup().one(), "operator", "/v1/ops/cluster/" + setup().idOfTwo() + "/drain", "to see");
        assertThat(drained.statusCode()).isEqualTo(200);
        await().atMost(SOON)
                .until(
                        () -> setup().node(setup().one(), setup().idOfTwo())
                                .get("state")
                                .textValue(),
                        "DRAINING"::equals);

        long last = setup().latestRun();
        for (int n = 0; n < 3; n++) {
            setup().post(setup().two(), "operator", "/v1/ops/jobs/platform/canary/trigger", "which node runs it?");
        }
        await().atMost(SOON)
                .until(() -> setup().count("SELECT count(*) FROM job_executions WHERE id > " + last + " AND node = '"
                                + setup().idOfOne() + "'")
                        > 1);
        // One may have been acquired as the command came.
        assertThat(setup().count("SELECT count(*) FROM job_executions WHERE id > " + (last + 1) + " AND node = '"
                        + setup().idOfTwo() + "'"))
                .isEqualTo(0);
        assertThat(setup().audited("drain", setup().idOfTwo())).isEqualTo("operator: to see");

        assertThat(setup().post(setup().two(), "operator", "/v1/ops/cluster/" + setup().idOfTwo() + "/undrain", "seen")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(
                        () -> setup().node(setup().one(), setup().idOfTwo())
                                .get("state")
                                .textValue(),
                        "FIRING"::equals);
    }

    @Test
    void listsWaitsForLocksOfQuartz() throws Exception {
        try (Connection holder = setup().stores().dataSource().getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT * FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode waits = setup().cluster(setup().one()).get("lockWaits");
                assertThat(waits.findValuesAsText("lock")).contains("TRIGGER_ACCESS");
                assertThat(waits.get(0).get("blockedBy")).isNotEmpty();
            });
            holder.rollback();
        }
    }

    @Test
    void restartsTheStopWatchThroughAnyNode() throws Exception {
        await().atMost(SOON)
                .until(() -> setup().service(setup().one(), "stopwatch")
                                .path("activeOn")
                                .size()
                        == 1);
        JsonNode before = setup().service(setup().one(), "stopwatch");
        String active = before.get("activeOn").get(0).textValue();
        OpsNode other = active.equals(setup().idOfOne()) ? setup().two() : setup().one();
        assertThat(before.get("lease").textValue()).isEqualTo("lease:stop-watcher");
        assertThat(before.get("holder").textValue()).startsWith(active + ":");
        assertThat(before.get("nodes")).hasSize(2);
        // A node reports its objections every second: one to a match of another test may not be withdrawn yet.
        await().atMost(SOON)
                .until(() -> setup().count(
                                        "SELECT count(*) FROM job_services WHERE service = 'stopwatch' AND objection IS NOT NULL")
                        == 0);

        HttpResponse<String> restarted =
                setup().post(other, "operator", "/v1/ops/services/stopwatch/restart", "it is odd");
        assertThat(restarted.statusCode()).isEqualTo(202);
        assertThat(restarted.body()).contains("\"nodes\":2");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode after = setup().service(other, "stopwatch");
            assertThat(after.get("activeOn")).hasSize(1);
            assertThat(after.get("holder").textValue())
                    .isNotEqualTo(before.get("holder").textValue());
            for (JsonNode node : after.get("nodes")) {
                assertThat(node.get("restartRequestedBy").textValue()).isEqualTo("operator");
                assertThat(node.get("restartedAt").isNull()).isFalse();
            }
        });
        assertThat(setup().audited("restart-service", "stopwatch")).isEqualTo("operator: it is odd");
        assertThat(setup().post(setup().one(), "operator", "/v1/ops/services/nothing/restart", "it is odd")
                        .statusCode())
                .isEqualTo(404);
        assertThat(setup().post(setup().one(), "viewer", "/v1/ops/services/stopwatch/restart", "it is odd")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void showsLagAndRateOfTheFlusher() {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode flusher = setup().service(setup().one(), "flusher");
            assertThat(flusher.path("activeOn")).hasSize(2);
            assertThat(flusher.path("nodes").path(0).path("lagMillis").isNumber())
                    .isTrue();
            assertThat(flusher.path("nodes").path(0).path("perSecond").isNumber())
                    .isTrue();
        });
    }
}
