package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many streams at once, and the headers of generated clients. */
abstract class CrowdedStreamCases {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final StreamApiTest stream;

    CrowdedStreamCases(StreamApiTest stream) {
        this.stream = stream;
    }

    /** One of them doesn't read. */
    @Test
    void fiveHundredStreamsNeedFewThreadsAndASlowClientDelaysNone() throws Exception {
        int threads = Thread.activeCount();
        List<StreamClient> clients = new ArrayList<>();
        try (Socket stalled = new Socket()) {
            stalled.setReceiveBufferSize(4_096);
            stalled.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stream.node.port()), 5_000);
            stalled.getOutputStream()
                    .write("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (int n = 0; n < 500; n++) {
                clients.add(StreamClient.open(stream.http, stream.node.port(), n < 20 ? "" : "?instruments=1"));
                if (n % 50 == 49) {
                    await().atMost(SOON).until(() -> clients.stream().allMatch(StreamClient::hasBegun));
                }
            }
            // Those that took the requests, and those of this client; none of them stays with a connection.
            assertThat(Thread.activeCount() - threads).isLessThan(250);

            stream.prices.move(2_000);
            await().atMost(SOON).until(() -> clients.stream().allMatch(client -> client.has(stream.prices.last(1))));
            assertThat(clients.get(0).events("price")).hasSize(2_000).doesNotHaveDuplicates();
            assertThat(clients.get(499).events("price")).hasSize(400).doesNotHaveDuplicates();

            // Nothing was buffered for it; it receives the latest price.
            InputStream in = stalled.getInputStream();
            stalled.setSoTimeout(60_000);
            StringBuilder received = new StringBuilder();
            byte[] buffer = new byte[64 * 1024];
            while (received.indexOf(stream.prices.last(1)) < 0) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new IOException("cut off");
                }
                received.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }

            List<StreamClient> more = new ArrayList<>();
            for (int n = 0; n < 9; n++) {
                more.add(stream.open(""));
            }
            assertThat(stream.status("", null)).isEqualTo("503 unavailable");
            clients.addAll(more);
        } finally {
            clients.forEach(StreamClient::close);
        }
        // A node notices a disconnection when it writes; until then the other tests would find no place.
        await().atMost(SOON).until(() -> {
            stream.prices.move(1);
            return accepts(20);
        });
    }

    private boolean accepts(int more) {
        List<StreamClient> clients = new ArrayList<>();
        try {
            for (int n = 0; n < more; n++) {
                StreamClient client = StreamClient.open(stream.http, stream.node.port(), "");
                clients.add(client);
                await().atMost(SOON).until(() -> client.hasBegun() || client.has("unavailable"));
            }
            return clients.stream().allMatch(StreamClient::hasBegun);
        } finally {
            clients.forEach(StreamClient::close);
        }
    }

    /** A generated client sends the media type of the problems, as it is the only JSON that the document names for a stream. */
    @Test
    void theStreamIsSentForEveryAcceptHeaderOfGeneratedClients() throws Exception {
        for (String accept : List.of(
                "application/problem+json",
                "application/json",
                "*/*",
                "text/event-stream",
                "application/json, application/problem+json",
                "application/problem+json;q=0.5, text/event-stream")) {
            HttpResponse<InputStream> answer =
                    stream.http.send(request("", accept), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertThat(answer.statusCode()).as(accept).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/event-stream");
                assertThat(body.read()).isNotNegative();
            }
            HttpResponse<String> wrong =
                    stream.http.send(request("?instruments=999", accept), HttpResponse.BodyHandlers.ofString());
            assertThat(wrong.statusCode()).as(accept).isEqualTo(422);
            assertThat(wrong.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(stream.http
                        .send(request("", "image/png"), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(406);
        assertThat(stream.node
                        .call("GET", "/v1/status", null, "Accept", "application/problem+json")
                        .status())
                .as("and any other call")
                .isEqualTo(200);
    }

    private HttpRequest request(String query, String accept) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stream.node.port() + "/v1/stream" + query))
                .header("Accept", accept)
                .build();
    }
}
