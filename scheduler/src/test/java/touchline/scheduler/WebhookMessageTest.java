package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.junit.ToolCheck;

/** The message, its signature and what the documentation promises of them. */
final class WebhookMessageTest extends WebhookSetup {
    @Test
    void messagesAreSignedWithTheSecret() throws Exception {
        long alert = alertToTell();
        start();
        await().atMost(SOON).until(() -> receiver.received().size() == 1);
        Receiver.Message received = receiver.received().get(0);
        String seconds = received.signature().replaceAll("t=(\\d+),v1=.*", "$1");
        assertThat(received.signature()).isEqualTo("t=" + seconds + ",v1=" + hmac(seconds + "." + received.body()));
        assertThat(Math.abs(System.currentTimeMillis() / 1_000 - Long.parseLong(seconds)))
                .isLessThan(120);
        assertThat(received.json().fieldNames()).toIterable().containsExactly("delivery", "event", "alert");
        assertThat(received.json().path("delivery").asText()).isEqualTo(received.delivery());
        assertThat(received.json().path("alert").fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "rule",
                        "subject",
                        "severity",
                        "summary",
                        "runbook",
                        "occurrences",
                        "openedAt",
                        "lastSeenAt",
                        "closedAt");
        assertThat(received.json().path("alert").path("id").asText()).isEqualTo(Long.toString(alert));
        assertThat(received.json().path("alert").path("severity").asText()).isEqualTo("warning");
        assertThat(received.json().path("alert").path("runbook").asText()).matches("docs/operate/alerts/[a-z-]+\\.md");
    }

    /** The page promises what a delivery looks like, and how to tell ours from others. */
    @Test
    void whatTheDocumentationSaysToReceiversHolds(@TempDir Path directory) throws Exception {
        alertToTell();
        start();
        await().atMost(SOON).until(() -> receiver.received().size() == 1);
        Receiver.Message received = receiver.received().get(0);
        String page = Files.readString(Path.of("../docs/alerts.md"));
        JsonNode example = new ObjectMapper().readTree(block(page, "json"));
        assertThat(received.json().fieldNames()).toIterable().containsExactlyElementsOf(names(example));
        assertThat(received.json().path("alert").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(names(example.path("alert")));

        Path script = Files.writeString(directory.resolve("check.py"), block(page, "python"));
        Path body = Files.writeString(directory.resolve("body"), received.body());
        Path forged =
                Files.writeString(directory.resolve("forged"), received.body().replace("\"warning\"", "\"critical\""));
        assumeThat(ToolCheck.shouldRun(runs("python3", "--version")))
                .as("python3 is there")
                .isTrue();
        assertThat(check(script, received.signature(), AlertingSetup.SECRET, body))
                .isEqualTo("ok");
        assertThat(check(script, received.signature(), AlertingSetup.SECRET, forged))
                .isEqualTo("forged");
        assertThat(check(script, received.signature(), "another secret of a webhook", body))
                .isEqualTo("forged");
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The first block of code of a language. */
    private static String block(String page, String language) {
        String fence = "```" + language + "\n";
        int from = page.indexOf(fence) + fence.length();
        return page.substring(from, page.indexOf("```", from));
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static String check(Path script, String signature, String secret, Path body) throws Exception {
        Process process = new ProcessBuilder("python3", script.toString(), signature, secret)
                .redirectInput(body.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(AlertingSetup.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
