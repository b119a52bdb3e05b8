package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.api.OpsNode.LoggedIn;
import touchline.api.operator.OperatorEntry;
import touchline.api.operator.OperatorsFile;
import touchline.api.operator.PasswordHash;
import touchline.api.operator.Role;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class SecretsTest {
    private static final String PASSWORD = "kestrel-right-password";
    private static final String WRONG = "kestrel-wrong-password";
    private static final String SECRET = "kestrel-token-secret-that-is-long-enough";

    /** With everything logged that there is to log: whatever anyone is told, none of it is a secret. */
    @Test
    void noSecretIsLoggedAnsweredOrMeasured(@TempDir Path folder, TestStores stores) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"));
        PasswordHash hash = PasswordHash.of(PASSWORD);
        file.write(List.of(new OperatorEntry("admin", Role.ADMIN, hash)));
        List<String> told = new ArrayList<>();
        List<LoggedIn> sessions = new ArrayList<>();

        String log = logOf(() -> {
            OpsNode node = OpsNode.start(
                    stores,
                    Map.of(
                            "OPERATORS_FILE",
                            file.path().toString(),
                            "TOKEN_SECRET",
                            SECRET,
                            "TOKEN_SECRET_PREVIOUS",
                            SECRET + "-once, " + SECRET + "-before",
                            "LOG_LEVEL",
                            "DEBUG"));
            try {
                sessions.add(node.loggedIn("admin", PASSWORD));
                told.addAll(answers(node, sessions.get(0)));
                file.write(List.of());
                told.add(node.get("/v1/ops/session", sessions.get(0).headers()).body());
            } finally {
                node.stop();
            }
        });

        assertThat(log).contains("admin logged in from 127.0.0.1", "a log-in failed for admin", "DEBUG");
        told.add(log);
        assertThat(told)
                .hasSizeGreaterThan(20)
                .allSatisfy(each -> assertThat(each)
                        .doesNotContain("kestrel", "pbkdf2", hash.encoded().substring(21))
                        .doesNotContain(OpsNode.basic("admin", PASSWORD), OpsNode.basic("admin", WRONG)));
        String token = sessions.get(0).cookie().replaceFirst(".*=", "");
        assertThat(told).noneMatch(each -> each.contains(token));
        assertThat(log).doesNotContain(sessions.get(0).csrf());
    }

    private static List<String> answers(OpsNode node, LoggedIn session) throws Exception {
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
