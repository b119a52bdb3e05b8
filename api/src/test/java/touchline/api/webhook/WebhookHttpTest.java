package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/** Which answer of a webhook counts. */
class WebhookHttpTest {
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    private static final String PROCESSING = "HTTP/1.1 102 Processing\r\n\r\n";

    @ParameterizedTest
    @CsvSource({"204 No Content, 204", "500 Broken, 500", "302 Found, 302", "401 Unauthorized, 401"})
    void theFinalAnswerCountsAndInterimOnesDoNot(String line, int status) throws Exception {
        WebhookHttp http = new WebhookHttp(Duration.ofSeconds(60), true);
        http.start();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
            DueDelivery delivery = new DueDelivery(
                    1,
                    1,
                    "1-0",
                    0,
                    WebhookEventKind.ORDER,
                    "{}",
                    1,
                    new DueDelivery.Target(
                            "http://127.0.0.1:" + server.getLocalPort() + "/hook", UserId.of("alice"), "sealed"));
            http.post(delivery, new WebhookHttp.Signed("{}", "secret", 1), outcome::complete);
            try (Socket socket = server.accept()) {
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                String header = request.readLine();
                while (header != null && !header.isEmpty()) {
                    header = request.readLine();
                }
                socket.getOutputStream()
                        .write((PROCESSING + HINTS + "HTTP/1.1 " + line
                                        + "\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                assertThat(outcome.get(60, TimeUnit.SECONDS).status()).isEqualTo(status);
            }
        } finally {
            http.stop();
        }
    }
}
