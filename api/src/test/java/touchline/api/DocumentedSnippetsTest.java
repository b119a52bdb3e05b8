package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import touchline.scheduler.text.RequestSignature;

/** The functions in {@code docs/} that readers copy into programs of theirs do what the text says. Shell commands are played against the demo. */
class DocumentedSnippetsTest extends ClientApiSetup {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String SECRET = "whs_snippet";
    private static final String BODY = "{\"event\":\"ORDER\",\"data\":{\"name\":\"Cura\u00e7ao\"}}";

    DocumentedSnippetsTest() {
        super("snippets", 7_450_000);
    }

    static boolean isPythonThere() {
        return RepositoryFiles.isOnPath("python3");
    }

    static boolean isNodeThere() {
        return RepositoryFiles.isOnPath("node");
    }

    @Test
    @EnabledIf(value = "isPythonThere", disabledReason = "no python3 on this machine")
    void theSignatureOfAWebhookIsVerified(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("verify.py"), RepositoryFiles.block("docs/webhooks.md", "python") + """

                import sys
                print(is_genuine(sys.argv[1], sys.argv[2], sys.stdin.buffer.read()))
                """);
        long now = Instant.now().getEpochSecond();
        assertThat(verify(folder, RequestSignature.of(SECRET, now, BODY), BODY)).isEqualTo("True");
        assertThat(verify(folder, RequestSignature.of(SECRET, now, BODY), BODY + " "))
                .isEqualTo("False");
        assertThat(verify(folder, RequestSignature.of("whs_other", now, BODY), BODY))
                .isEqualTo("False");
        assertThat(verify(folder, RequestSignature.of(SECRET, now - 400, BODY), BODY))
                .isEqualTo("False");
    }

    @Test
    @EnabledIf(value = "isNodeThere", disabledReason = "no Node on this machine: apt-get install nodejs")
    void aPageListensWithFetch(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("listen.mjs"), """
                const [base, token] = process.argv.slice(2);
                const plain = globalThis.fetch;
                globalThis.fetch = (path, options) => plain(new URL(path, base), options);
                """ + RepositoryFiles.block("docs/stream.md", "js") + """

                        listen(token, undefined, (event, data) => {
                            console.log(event, JSON.stringify(data));
                            if (event === 'wallet') {
                                process.exit(0);
                            }
                        });
                        """);
        Process listener =
                start(folder, "node", script.toString(), "http://127.0.0.1:" + node.port(), TestNode.token(alice));
        Instant until = Instant.now().plus(SOON);
        while (!listener.waitFor(1, TimeUnit.SECONDS) && Instant.now().isBefore(until)) {
            node.as(alice, "POST", "/v1/orders", order(instrument(1), "BUY", "1"));
        }
        String printed = output(listener);
        assertThat(printed).contains("wallet {\"cash\":", "price {\"id\":\"" + instrument(1) + "\"");
    }

    private static String verify(Path folder, String signature, String body) throws Exception {
        Process python = start(folder, "python3", "verify.py", SECRET, signature);
        python.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        python.getOutputStream().close();
        return output(python).strip();
    }

    private static Process start(Path folder, String... command) throws Exception {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** What a process that ends by itself has printed. */
    private static String output(Process process) throws Exception {
        try {
            assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
