package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.feed.sportmonks.FeedException.Reason;
import touchline.stores.junit.TestStores;

/** The JDK's client reports some broken answers by exceptions that are no IOException. */
@Timeout(60)
final class BrokenHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: abc", "Content-Length: 99999999999999999999", "Content-Length: -5"})
    void aFeedWhoseHeadersAreBrokenIsUnavailable(String header) throws IOException {
        try (TestStores stores = TestStores.open();
                RedisClient redis = RedisClient.create(stores.redisUrl());
                ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            redis.flushAll();
            Thread answering = new Thread(() -> answerAll(server, header), "broken-feed");
            answering.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v3/football");
            SportmonksClient client = new SportmonksClient(FeedSettings.of(address, "any"), redis);
            FeedException failure = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    /** Until the server is closed. */
    private static void answerAll(ServerSocket server, String header) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                int read = client.getInputStream().read(new byte[8_192]);
                assertThat(read).isPositive();
                client.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n{}").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // the client or the server is closed
            }
        }
    }
}
