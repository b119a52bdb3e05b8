package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.operator.TestOperators;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.account.Role;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class SecretsTest {
    private static final String PASSWORD = "kestrel-right-password";
    private static final String WRONG = "kestrel-wrong-password";
    private static final String SECRET = "kestrel-token-secret-that-is-long-enough";

    /** With everything logged: no log line, answer or metric has a secret. */
    @Test
    void noSecretIsLoggedAnsweredOrMeasured(@TempDir Path folder, TestStores stores) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
        PasswordHash hash = TestOperators.CHEAP.hash(PASSWORD);
        file.write(List.of(new OperatorEntry("admin", Role.ADMIN, hash)));
        List<String> received = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();

        Map<String, String> secrets = new HashMap<>(Map.of(
                "OPERATORS_FILE", file.path().toString(),
                "TOKEN_SECRET", SECRET,
                "TOKEN_SECRET_PREVIOUS", SECRET + "-once, " + SECRET + "-before",
                "SPORTMONKS_API_KEY", "kestrel-api-key",
                "SPORTMONKS_BASE_URL", "http://127.0.0.1:1/v3",
                "ALERT_WEBHOOK_URL", "http://127.0.0.1:1/kestrel-webhook",
                "ALERT_WEBHOOK_SECRET", "kestrel-webhook-secret",
                "LOG_LEVEL", "DEBUG"));
        secrets.putAll(Map.of(
                "ALERT_SMTP_HOST", "127.0.0.1",
                "ALERT_SMTP_PORT", "1",
                "ALERT_SMTP_USER", "kestrel-user",
                "ALERT_SMTP_PASSWORD", "kestrel-mail",
                "ALERT_MAIL_FROM", "kestrel@example.com",
                "ALERT_MAIL_TO", "kestrel@example.com"));
        if (stores.password().isEmpty()) { // any is right there
            secrets.put("DATABASE_PASSWORD", "kestrel-database");
            secrets.put(
                    "DATABASE_URL",
                    stores.databaseUrl().replace("jdbc:postgresql://", "postgres://" + stores.user() + ":kestrel^db@"));
        }
        BareRedis redis = BareRedis.start(folder, "--requirepass", "kestrel-redis", "--save", "");
        secrets.put("REDIS_URL", "redis://:kestrel-redis@127.0.0.1:" + redis.port());
        String log = logOf(() -> {
            OpsNode node = OpsNode.start(stores, secrets);
            try {
                sessions.add(node.loggedIn("admin", PASSWORD));
                received.addAll(answers(node, sessions.get(0)));
                file.write(List.of());
                received.add(
                        node.get("/v1/ops/session", sessions.get(0).headers()).body());
            } finally {
                node.stop();
            }
        });
        redis.close();

        assertThat(log).contains("admin logged in from 127.0.0.1", "log-in failed name=admin", "DEBUG");
        received.add(log);
        assertThat(received)
                .hasSizeGreaterThan(20)
                .allSatisfy(each -> assertThat(each)
                        .doesNotContain("kestrel", "pbkdf2", hash.encoded().substring(19))
                        .doesNotContain(OpsNode.basic("admin", PASSWORD), OpsNode.basic("admin", WRONG)));
        String token = sessions.get(0).cookie().replaceFirst(".*=", "");
        assertThat(received).noneMatch(each -> each.contains(token));
        assertThat(log).doesNotContain(sessions.get(0).csrf());
    }

    /** Stores that can't be reached, as each command fails of them. */
    @ParameterizedTest
    @ValueSource(strings = {"server", "migrate", "hydrate", "audit", "flusher", "check"})
    void noCommandPrintsASecretWhenItCannotReachAStore(String command, TestStores stores) throws Exception {
        assertNothingIsPrinted(
                command, stores, Map.of("DATABASE_URL", "postgres://kestrel-user:kes^kestrel@127.0.0.1:1/db"));
        if (!command.equals("migrate")) { // it works without Redis
            assertNothingIsPrinted(command, stores, Map.of("REDIS_URL", "redis://u:kestrel@127.0.0.1:1"));
        }
    }

    /** The configuration is read by the same code for every command. */
    @Test
    void noConfigurationThatIsRefusedIsPrinted(TestStores stores) throws Exception {
        for (Map<String, String> each : List.of(
                Map.of("DATABASE_URL", "postgres://u:kestrel%zz@127.0.0.1/db"),
                Map.of("DATABASE_URL", "kestrel"),
                Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/db?password=kestrel"),
                Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/db", "DATABASE_PASSWORD", "@kestrel #1: {"),
                Map.of("REDIS_URL", "rediss://:kes^kestrel@127.0.0.1:1"),
                Map.of("REDIS_URL", "redis://kestrel@127.0.0.1:1"),
                Map.of("REDIS_CA_FILE", "/nowhere", "REDIS_URL", "rediss://:kestrel@127.0.0.1:1"),
                Map.of("FEED_LIVE", "kestrel"),
                Map.of("HTTP_PORT", "kestrel"))) {
            assertNothingIsPrinted("audit", stores, each);
        }
    }

    private static void assertNothingIsPrinted(String command, TestStores stores, Map<String, String> refused)
            throws Exception {
        Map<String, String> variables = new HashMap<>(TestNode.variables(stores));
        variables.putAll(refused);
        variables.put("LOG_LEVEL", "DEBUG");
        String log = logOf(() -> {
            FrontDoor.Ended ended = FrontDoor.run(variables, "", command, TestNode.configuration());
            assertThat(ended.out() + ended.err()).doesNotContain("kestrel", "kes^");
            assertThat(ended.isWell() && !command.equals("check"))
                    .as(refused.toString())
                    .isFalse();
        });
        assertThat(log).doesNotContain("kestrel", "kes^");
    }

    /** What only a node has: it doesn't start with secrets that it can't use, and doesn't say them. */
    @Test
    void aNodeRefusesSecretsThatItCannotUseWithoutPrintingThem(TestStores stores) throws Exception {
        for (Map<String, String> each : List.of(
                Map.of("TOKEN_SECRET", "kestrel"),
                Map.of("TOKEN_SECRET_PREVIOUS", "kestrel, kestrel"),
                Map.of("ALERT_WEBHOOK_URL", "http://127.0.0.1:1/kes kestrel", "ALERT_WEBHOOK_SECRET", SECRET),
                Map.of("ALERT_WEBHOOK_URL", "http://127.0.0.1:1/", "ALERT_WEBHOOK_SECRET", "kestrel"),
                Map.of("ALERT_SMTP_HOST", "mx", "ALERT_SMTP_PASSWORD", "kestrel"),
                Map.of("SPORTMONKS_API_KEY", "kestrel\nkestrel"))) {
            Map<String, String> variables = new HashMap<>(TestNode.variables(stores));
            variables.putAll(each);
            String log = logOf(() -> {
                FrontDoor.Ended ended = FrontDoor.run(variables, "", "server", TestNode.configuration());
                assertThat(ended.isWell()).as(each.toString()).isFalse();
                assertThat(ended.out() + ended.err()).doesNotContain("kestrel").hasLineCount(1);
            });
            assertThat(log).doesNotContain("kestrel");
        }
    }

    private static List<String> answers(OpsNode node, Session session) throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        String right = OpsNode.basic("admin", PASSWORD);
        answers.add(node.logIn("admin", WRONG));
        answers.add(node.logIn(WRONG, PASSWORD));
        answers.add(node.send("POST", "/v1/ops/session", "{\"user\":\"admin\",\"password\":\"" + PASSWORD));
        answers.add(node.send("POST", "/v1/ops/session", "{\"user\":\"admin\",\"password\":[\"" + PASSWORD + "\"]}"));
        answers.add(node.send("POST", "/v1/ops/session", "\"" + PASSWORD + "\""));
        answers.add(node.send("PUT", "/v1/ops/session", "{\"password\":\"" + PASSWORD + "\"}"));
        answers.add(node.logIn("admin", PASSWORD.repeat(1_000)));
        answers.add(node.get("/v1/ops/session", "Authorization", OpsNode.basic("admin", WRONG)));
        answers.add(node.get("/v1/ops/session", "Authorization", OpsNode.basic(WRONG, WRONG)));
        answers.add(node.get("/v1/ops/session", "Authorization", "Basic " + PASSWORD));
        answers.add(node.get("/v1/ops/session", "Authorization", "Bearer " + SECRET));
        answers.add(node.get("/v1/me", "Authorization", "Bearer " + SECRET));
        answers.add(node.get("/v1/me", "Authorization", right));
        answers.add(node.send("POST", "/v1/auth/google", "{\"idToken\":\"" + SECRET + "\"}"));
        for (String path : List.of(
                "jobs",
                "executions",
                "nodes",
                "services",
                "cluster",
                "alerts",
                "audit",
                "settlements",
                "stuck",
                "market")) {
            answers.add(node.get("/v1/ops/" + path, session.headers()));
        }
        answers.add(node.get("/v1/ops/jobs/sportmonks/poll", session.headers()));
        answers.add(node.get("/v1/status"));
        for (String path : List.of("session", "probe/viewer", "probe/fault", "probe/forgotten", "nothing")) {
            answers.add(node.get("/v1/ops/" + path, "Authorization", right));
            answers.add(node.get("/v1/ops/" + path, session.headers()));
        }
        answers.add(node.send("POST", "/v1/ops/probe/admin", null, "Cookie", session.cookie()));
        for (String path : List.of("/metrics", "/threads", "/healthcheck", "/ping")) {
            answers.add(node.admin(path));
        }
        return answers.stream()
                .map(answer -> answer.headers().map() + "\n" + answer.body())
                .toList();
    }

    /** A block of a test. */
    private interface Work {
        void run() throws Exception;
    }

    private static String logOf(Work work) throws Exception {
        PrintStream real = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            work.run();
        } finally {
            System.setErr(real);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
