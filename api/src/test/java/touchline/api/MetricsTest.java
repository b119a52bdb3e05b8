package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** What the documentation says is measured, what the dashboard asks for, and what a node answers are one. */
@ExtendWith(StoresExtension.class)
final class MetricsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (touchline_\\S+) (\\S+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(touchline_\\w+)` \\| (\\w+) \\|");
    private static final Pattern NAME = Pattern.compile("touchline_\\w+");

    @Test
    void aNodeAnswersEveryMetricThatIsDocumentedAndNoOther(TestStores stores) throws Exception {
        TestNode node = TestNode.start(stores);
        try {
            Jdbi book = Jdbi.create(stores.dataSource());
            await().atMost(SOON).until(() -> book.withHandle(handle -> handle.execute("""
                            INSERT INTO job_services (node, service, state, lag_ms, rate_per_s)
                            SELECT node, 'made-up', 'ACTIVE', 1500, 2.5 FROM job_nodes ON CONFLICT DO NOTHING
                            """)) > 0);
            book.useHandle(handle -> handle.execute("""
                    INSERT INTO job_nodes (node, host, pid, version, state, threads, seen_at)
                    VALUES ('a-flusher', 'localhost', 1, 'test', 'FIRING', 0, now() + interval '1 h')
                    """));
            assertThat(node.call("GET", "/v1/status", null).status()).isEqualTo(200);
            assertThat(node.call("GET", "/v1/instruments/4711", null).status()).isEqualTo(404);
            assertThat(node.call("GET", "/nowhere/at/all", null).status()).isEqualTo(404);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(node.admin("/metrics"))
                                    .containsPattern(
                                            "touchline_job_runs_total\\{job_name=\"platform/canary\",outcome=\"SUCCEEDED\"} [1-9]"));
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(found(TYPE, node.admin("/metrics"))).isEqualTo(documented()));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(node.admin("/metrics"))
                            .contains(
                                    "touchline_http_request_seconds_count{method=\"GET\",route=\"/v1/status\",status=\"2xx\"} 1")
                            .contains(
                                    "touchline_http_request_seconds_count{method=\"GET\",route=\"/v1/instruments/{id}\",status=\"4xx\"} 1")
                            .contains(
                                    "touchline_http_request_seconds_count{method=\"GET\",route=\"none\",status=\"4xx\"} 1")
                            .contains("touchline_service_lag_seconds{service=\"made-up\"} 1.5")
                            .contains("touchline_database_up 1.0")
                            .contains("touchline_redis_up 1.0")
                            .contains("touchline_node_state{state=\"FIRING\"} 1.0")
                            .contains("touchline_cluster_nodes 1.0")
                            .contains("touchline_database_connections_idle{pool=\"jobs\"}")
                            .doesNotContain("4711"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(node.admin("/metrics"))
                            .contains("touchline_lease_held{lease=\"stop-watcher\"} 1.0"));
        } finally {
            node.stop();
        }
    }

    @Test
    void theDashboardAsksForNothingThatIsNotDocumented() throws IOException {
        Map<String, String> documented = documented();
        JsonNode dashboard =
                new ObjectMapper().readTree(file("docs/grafana/touchline.json").toFile());
        assertThat(dashboard.path("panels")).isNotEmpty();
        Set<String> asked = new TreeSet<>();
        for (JsonNode expression : dashboard.findValues("expr")) {
            Matcher names = NAME.matcher(expression.asText());
            while (names.find()) {
                asked.add(base(names.group(), documented));
            }
        }
        assertThat(documented.keySet()).containsAll(asked);
        assertThat(asked)
                .contains(
                        "touchline_job_lateness_seconds",
                        "touchline_job_runs_total",
                        "touchline_job_run_seconds",
                        "touchline_job_threads_busy",
                        "touchline_outbox_lag_seconds",
                        "touchline_service_lag_seconds",
                        "touchline_lease_held",
                        "touchline_alerts_open");
        Set<String> ids = new TreeSet<>();
        dashboard
                .path("panels")
                .forEach(panel -> assertThat(ids.add(panel.path("id").asText()))
                        .as("panel %s", panel.path("id"))
                        .isTrue());
    }

    /** A histogram is asked for by its buckets, its sum and its count. */
    private static String base(String name, Map<String, String> documented) {
        String stem = name.replaceAll("_(bucket|sum|count)$", "");
        return "histogram".equals(documented.get(stem)) ? stem : name;
    }

    private static Map<String, String> documented() throws IOException {
        return found(ROW, Files.readString(file("docs/metrics.md")));
    }

    private static Map<String, String> found(Pattern pattern, String text) {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    private static Path file(String path) {
        return Path.of(TestNode.configuration()).resolveSibling(path);
    }
}
