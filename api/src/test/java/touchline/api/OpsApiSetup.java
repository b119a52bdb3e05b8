package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
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
import touchline.api.operator.TestOperators;
import touchline.jobs.bots.BotsJob;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.stores.junit.TestStores;

/** Two whole nodes, a third that alone runs {@code bots/tick}, and calls by operators. */
@SuppressWarnings("try") // JUnit closes it, and reports an interruption like any failure
final class OpsApiSetup implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final String ELSEWHERE = "/v1/ops/jobs/bots/tick";
    static final String CANARY = "/v1/ops/jobs/platform/canary";
    static final String RETENTION = "/v1/ops/jobs/platform/retention";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, TestOperators.Session> sessions = new HashMap<>();
    private final TestStores stores = TestStores.open();
    private final Map<String, String> variables;
    private final OpsNode one;
    private final OpsNode other;
    private final JobPlatform third;
    private volatile boolean blocks;

    private OpsApiSetup(Map<String, String> variables) throws Exception {
        this.variables = variables;
        one = OpsNode.start(stores, variables);
        other = OpsNode.start(stores, variables);
        third = new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("third", "localhost", 1, "test", 5),
                new JobCatalogue(List.of(JobDefinition.named(BotsJob.NAME)
                        .does("beats, or blocks until it is interrupted")
                        .on(new Schedule.Every(Duration.ofMillis(400)))
                        .exclusively()
                        .runs(this::beat))),
                List.of(),
                Clock.systemUTC());
    }

    static OpsApiSetup start(Path folder) throws Exception {
        OpsApiSetup setup = new OpsApiSetup(
                Map.of("OPERATORS_FILE", TestOperators.file(folder).toString()));
        setup.third.start();
        return setup;
    }

    /** A node that is started later, on the same stores. */
    OpsNode startAnother() throws Exception {
        return OpsNode.start(stores, variables);
    }

    OpsNode one() {
        return one;
    }

    OpsNode other() {
        return other;
    }

    /** Lets runs of {@code bots/tick} block until they are interrupted, or no more. */
    void block(boolean blocks) {
        this.blocks = blocks;
    }

    /** Resumes what a test has paused. */
    void reset() {
        blocks = false;
        jdbi().useHandle(handle -> handle.execute("DELETE FROM job_pauses"));
    }

    private JobReport beat(JobRun run) throws InterruptedException {
        run.log("<script>alert(1)</script> \u0000 ünïcödé 🏟");
        if (blocks) {
            new CountDownLatch(1).await();
        }
        return JobReport.done();
    }

    record Answer(int status, JsonNode body) {
        String problem() {
            return body.path("type").asText();
        }
    }

    Answer operator(OpsNode node, String method, String path, @Nullable String body) throws Exception {
        return call(node, "operator", method, path, body);
    }

    Answer admin(OpsNode node, String method, String path, @Nullable String body) throws Exception {
        return call(node, "admin", method, path, body);
    }

    Answer call(OpsNode node, String who, String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> answer = node.send(method, path, body, session(who));
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                answer.statusCode(), type.contains("json") ? JSON.readTree(answer.body()) : JSON.createObjectNode());
    }

    JsonNode get(OpsNode node, String path) throws Exception {
        Answer answer = call(node, "viewer", "GET", path, null);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    String[] session(String who) {
        return sessions.computeIfAbsent(who, role -> TestOperators.session(stores.dataSource(), role))
                .headers();
    }

    /** The latest entry about something is this, and says from where it came. */
    JsonNode audited(String subject, String action, String actor, String reason) throws Exception {
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

    List<String> names(String path) throws Exception {
        List<String> names = new ArrayList<>();
        get(one, path).get("items").forEach(job -> names.add(name(job)));
        return names;
    }

    static String name(JsonNode job) {
        return job.get("group").asText() + "/" + job.get("name").asText();
    }

    static Instant time(JsonNode in, String field) {
        return Instant.parse(in.get(field).asText());
    }

    static Instant time(JsonNode in, int index) {
        return Instant.parse(in.get(index).asText());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    long audits() {
        return whatIsChanged().get(0);
    }

    List<Long> whatIsChanged() {
        return jdbi().withHandle(
                        handle -> handle.createQuery("""
                        SELECT unnest(ARRAY[(SELECT count(*) FROM job_audit), (SELECT count(*) FROM job_pauses),
                                            (SELECT count(*) FROM job_schedule_overrides),
                                            (SELECT count(*) FROM job_executions WHERE cause = 'OPERATOR')])
                        """).mapTo(Long.class).list());
    }

    long runs(String job) {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM job_executions WHERE job_group || '/' || job_name = :job")
                .bind("job", job)
                .mapTo(Long.class)
                .one());
    }

    Jdbi jdbi() {
        return Jdbi.create(stores.dataSource());
    }

    @Override
    public void close() throws Exception {
        third.stop();
        one.stop();
        other.stop();
        stores.close();
    }
}
