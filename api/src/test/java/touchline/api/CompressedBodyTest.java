package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies with {@code Content-Encoding: gzip} are read whole or refused. Found by generated requests: of a body that was cut off, nothing was left, and that closes all positions. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class CompressedBodyTest {
    private static final String ORDER = "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":0}";

    private RawClient client;
    private String token;

    @BeforeAll
    void start(SharedNode shared) {
        client = new RawClient(shared.node().port());
        token = TestNode.token("gzip-user");
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
    }

    @Test
    void aBodyThatIsCutOffAnywhereIsRefused() throws Exception {
        byte[] whole = zipped("{\"instrumentId\":\"1\"}");
        for (int length = 1; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), length);
        }
        assertThat(send(whole).status())
                .as("no such instrument: the body was read")
                .isEqualTo(404);
        assertThat(send(new byte[0]).status()).as("a body that is left out").isEqualTo(200);
    }

    @Test
    void aBodyWithOtherBytesBehindItIsRefused() throws Exception {
        byte[] whole = zipped("{}");
        for (int length = 1; length < 30; length++) {
            assertRefused(joined(whole, new byte[length]), length);
        }
        assertRefused(joined(whole, Arrays.copyOf(whole, 12)), 12);
        assertRefused(joined(whole, Arrays.copyOf(whole, whole.length - 1)), whole.length - 1);
        assertThat(send(joined(zipped("{\"instrumentId\""), zipped(":\"1\"}"))).status())
                .as("two members are one body, RFC 1952, with an instrument that there is not")
                .isEqualTo(404);
    }

    @Test
    void aDamagedBodyIsRefused() throws Exception {
        byte[] whole = zipped("{\"instrumentId\":\"1\"}");
        for (int at = whole.length - 8; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            assertRefused(damaged, at);
        }
        assertRefused("{}".getBytes(StandardCharsets.UTF_8), 2);
    }

    @Test
    void theConnectionGoesOnAfterARefusal() throws Exception {
        for (int n = 0; n < 3; n++) {
            assertThat(send(new byte[] {'{'}).headers()).doesNotContainEntry("connection", "close");
            assertThat(client.send("GET", "GET /v1/me HTTP/1.1\r\nHost: localhost\r\n" + authorization(), new byte[0])
                            .body())
                    .contains("gzip-user");
        }
    }

    @Test
    void theLimitCountsWhatIsReadAndWhatIsSent() throws Exception {
        assertThat(send(zipped("{" + " ".repeat(20_000) + "}")).status()).isEqualTo(413);
        assertThat(send(zipped("{" + " ".repeat(16_000) + "}")).status()).isEqualTo(200);
        ByteArrayOutputStream nothing = new ByteArrayOutputStream();
        for (int n = 0; n < 1_000; n++) {
            nothing.writeBytes(zipped(""));
        }
        assertThat(send(nothing.toByteArray()).status()).isEqualTo(413);
    }

    @Test
    void anOrderIsReadWhole() throws Exception {
        RawClient.Answer answer = client.send(
                "POST",
                "POST /v1/orders HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                        + "Content-Type: application/json\r\nContent-Encoding: GZIP\r\nContent-Length: "
                        + zipped(ORDER).length + "\r\n",
                zipped(ORDER));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"quantity\"").doesNotContain("instrumentId");
    }

    private void assertRefused(byte[] body, int at) {
        RawClient.Answer answer = send(body);
        assertThat(answer.status() + " " + answer.body())
                .as("%d bytes", at)
                .startsWith("400 ")
                .contains("bad-request");
    }

    /** Repeats what a busy machine's stores answered too late for, as clients do. */
    private RawClient.Answer send(byte[] body) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> closePositions(body), answer -> answer.status() != 503);
    }

    /** To close all positions, or those in an instrument. */
    private RawClient.Answer closePositions(byte[] body) throws IOException {
        return client.send(
                "POST",
                "POST /v1/positions/close HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                        + "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length
                        + "\r\n",
                body);
    }

    private String authorization() {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
