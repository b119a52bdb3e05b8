package touchline.feed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.feed.sportmonks.CallLimits;
import touchline.feed.sportmonks.FeedSettings;
import touchline.feed.sportmonks.SportmonksClient;

/** An HTTP server in place of Sportmonks, and a client of it that gives a slow machine time. */
public final class FakeFeed implements AutoCloseable {
    private final HttpServer server;

    private FakeFeed(HttpServer server) {
        this.server = server;
    }

    /** Answers a request. */
    public interface Answering {
        FakeAnswer to(HttpExchange exchange);
    }

    /**
     * An answer.
     *
     * @param body null for none
     * @param headers names and values in turn
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
    public record FakeAnswer(int status, byte @Nullable [] body, String... headers) {}

    public static FakeFeed start(Answering answering) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                FakeAnswer answer = answering.to(exchange);
                for (int n = 0; n < answer.headers().length; n += 2) {
                    exchange.getResponseHeaders().set(answer.headers()[n], answer.headers()[n + 1]);
                }
                byte[] body = answer.body();
                exchange.sendResponseHeaders(answer.status(), body == null ? -1 : body.length);
                if (body != null) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
        return new FakeFeed(server);
    }

    public SportmonksClient client(UnifiedJedis redis) {
        return client(redis, 3, 3_000);
    }

    /** A client that makes so many attempts at a call, and so many calls an hour. */
    public SportmonksClient client(UnifiedJedis redis, int attempts, int callsPerHour) {
        return new SportmonksClient(
                new FeedSettings(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v3"),
                        "token",
                        new CallLimits(Duration.ofSeconds(60), Duration.ofSeconds(120), 8 * 1024 * 1024),
                        new CallLimits(Duration.ofSeconds(60), Duration.ofSeconds(120), 8 * 1024 * 1024),
                        attempts,
                        callsPerHour),
                redis);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
