package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import touchline.api.operator.TestOperators;
import touchline.stores.junit.TestStores;

/** Two whole nodes with the same stores, and calls by operators. */
@SuppressWarnings("try") // JUnit closes it, and reports an interruption like any failure
final class ClusterApiSetup implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, TestOperators.Session> sessions = new HashMap<>();
    private final TestStores stores = TestStores.open();
    private final Jdbi jdbi = Jdbi.create(stores.dataSource());
    private final OpsNode one;
    private final OpsNode two;
    private final String idOfOne;
    private final String idOfTwo;

    private ClusterApiSetup(Map<String, String> variables) throws Exception {
        one = OpsNode.start(stores, variables);
        two = OpsNode.start(stores, variables);
        idOfOne = answeredBy(one);
        idOfTwo = answeredBy(two);
    }

    static ClusterApiSetup start(Path folder) throws Exception {
        return new ClusterApiSetup(
                Map.of("OPERATORS_FILE", TestOperators.file(folder).toString()));
    }

    private String answeredBy(OpsNode node) throws Exception {
        return cluster(node).get("answeredBy").textValue();
    }

    TestStores stores() {
        return stores;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    OpsNode one() {
        return one;
    }

    OpsNode two() {
        return two;
    }

    String idOfOne() {
        return idOfOne;
    }

    String idOfTwo() {
        return idOfTwo;
    }

    String[] session(String user) {
        return sessions.computeIfAbsent(user, role -> TestOperators.session(stores.dataSource(), role))
                .headers();
    }

    JsonNode service(OpsNode node, String name) throws Exception {
        return StreamSupport.stream(get(node, "/v1/ops/services").get("items").spliterator(), false)
                .filter(service -> service.get("name").textValue().equals(name))
                .findFirst()
                .orElseGet(JSON::createObjectNode);
    }

    JsonNode node(OpsNode asked, String id) throws Exception {
        return StreamSupport.stream(cluster(asked).get("nodes").spliterator(), false)
                .filter(node -> node.get("id").textValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    JsonNode cluster(OpsNode node) throws Exception {
        return get(node, "/v1/ops/cluster");
    }

    JsonNode get(OpsNode node, String path) throws Exception {
        HttpResponse<String> answer = node.get(path, session("viewer"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> post(OpsNode node, String user, String path, String reason) throws Exception {
        return node.send("POST", path, "{\"reason\":\"" + reason + "\"}", session(user));
    }

    String audited(String action, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT actor || ': ' || reason FROM job_audit WHERE action = :action AND subject = :subject
                        ORDER BY id DESC LIMIT 1
                        """)
                .bind("action", action)
                .bind("subject", subject)
                .mapTo(String.class)
                .one());
    }

    long latestRun() {
        return count("SELECT max(id) FROM job_executions");
    }

    long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() throws Exception {
        one.stop();
        two.stop();
        stores.close();
    }
}
