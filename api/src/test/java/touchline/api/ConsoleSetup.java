package touchline.api;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
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

/** A whole node with a browser at its console, and a second node, {@code another-node}, that alone runs {@code bots/tick}. */
@SuppressWarnings("try") // JUnit closes it, and reports an interruption like any failure
final class ConsoleSetup implements AutoCloseable {
    static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ünïcödé 🏟";
    static final String ELSEWHERE = "bots/tick";
    static final String CANARY = "platform/canary";
    static final String NODE = "console-node";

    /** With each run, a page that is open reads and draws again. */
    private static final Duration BEAT = Duration.ofSeconds(3);

    private static final Map<String, String> PROVIDER_THAT_IS_AWAY = Map.of(
            "OPERATORS_OIDC_URL", "http://127.0.0.1:1/.well-known/openid-configuration",
            "OPERATORS_OIDC_CLIENT_ID", "desk",
            "OPERATORS_OIDC_CLIENT_SECRET", "secret",
            "OPERATORS_OIDC_REDIRECT_URL", "http://localhost/console/oidc/callback",
            "OPERATORS_OIDC_LABEL", "the company’s account",
            "OPERATORS_OIDC_ROLES", "desk=operator");

    private final TestStores stores = TestStores.open();
    private final Map<String, String> variables;
    private final JobPlatform second;
    private final ConsoleBrowser browser;
    private OpsNode node;
    private volatile boolean blocks;

    private ConsoleSetup(Map<String, String> variables) throws Exception {
        this.variables = variables;
        node = OpsNode.start(stores, variables);
        second = new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("another-node", "localhost", 1, "test", 5),
                new JobCatalogue(List.of(JobDefinition.named(BotsJob.NAME)
                        .does("beats, or blocks until it is interrupted")
                        .on(new Schedule.Every(BEAT))
                        .exclusively()
                        .runs(this::beat))),
                List.of(),
                Clock.systemUTC());
        browser = new ConsoleBrowser(stores, () -> node.port());
    }

    static ConsoleSetup start(Path folder) throws Exception {
        Map<String, String> variables = new HashMap<>(PROVIDER_THAT_IS_AWAY);
        variables.put("OPERATORS_FILE", TestOperators.file(folder).toString());
        variables.put("NODE_NAME", NODE);
        ConsoleSetup setup = new ConsoleSetup(variables);
        setup.second.start();
        return setup;
    }

    private JobReport beat(JobRun run) throws InterruptedException {
        run.log(HOSTILE);
        if (blocks) {
            new CountDownLatch(1).await();
        }
        return JobReport.done();
    }

    ConsoleBrowser browser() {
        return browser;
    }

    OpsNode node() {
        return node;
    }

    int port() {
        return node.port();
    }

    /** Lets runs of {@code bots/tick} block until they are interrupted, or no more. */
    void block(boolean blocks) {
        this.blocks = blocks;
    }

    void stopNode() throws Exception {
        node.stop();
    }

    /** A new node on the port of the one that was stopped. */
    void startNodeAt(int port) throws Exception {
        Map<String, String> same = new HashMap<>(variables);
        same.put("HTTP_PORT", Integer.toString(port));
        node = OpsNode.start(stores, same);
    }

    String redisUrl() {
        return stores.redisUrl();
    }

    LoneNode.Database database() {
        return LoneNode.Database.of(stores);
    }

    /** Sends an order, or opens a position, until it is taken. */
    void trade(String user, String path, String body) {
        await().atMost(ConsoleBrowser.SOON)
                .until(() -> node.client().as(user, "POST", path, body), answer -> answer.status() == 201);
    }

    /** Resumes what a test has paused, and leaves its page. */
    void reset() {
        blocks = false;
        execute("DELETE FROM job_pauses");
        browser.leave();
    }

    Jdbi jdbi() {
        return Jdbi.create(stores.dataSource());
    }

    void execute(String sql) {
        jdbi().useHandle(handle -> handle.execute(sql));
    }

    long count(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() throws Exception {
        browser.close();
        second.stop();
        node.stop();
        stores.close();
    }
}
