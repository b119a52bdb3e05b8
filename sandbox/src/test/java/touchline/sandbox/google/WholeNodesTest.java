package touchline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import touchline.api.TouchlineApplication;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class WholeNodesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void onlyNodesWithAGoogleClientFetchItsKeysAndSubscribe(TestStores stores) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        try (GoogleStub google = GoogleStubs.start();
                Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            TouchlineApplication without = node(stores, Map.of());
            assertThat(listeners(redis)).isZero();
            Map<String, String> withGoogle = Map.of(
                    "GOOGLE_CLIENT_ID",
                    "touchline",
                    "GOOGLE_JWKS_URL",
                    google.jwksUrl().toString());
            TouchlineApplication one = node(stores, withGoogle);
            TouchlineApplication two = node(stores, withGoogle);
            try {
                await().atMost(LONG).until(() -> listeners(redis) == 2);
                await().atMost(LONG)
                        .until(() -> count(
                                        jdbi,
                                        "SELECT count(*) FROM jwks_cache WHERE issuer = 'https://accounts.google.com' AND keys::text LIKE '%"
                                                + google.keyId() + "%'")
                                == 1);
                assertThat(google.fetches())
                        .as("the first by schedule, and perhaps one on request")
                        .isBetween(1, 2);
                await().atMost(LONG).until(() -> count(jdbi, """
                                SELECT count(*) FROM job_executions
                                WHERE job_group = 'spinner' AND job_name = 'weekly' AND outcome = 'SUCCEEDED'
                                """) > 0);
                assertKeysAreNotBelievedForLongerThanADay(google, one, jdbi, redis);
            } finally {
                one.stop();
                two.stop();
                without.stop();
            }
            assertThat(listeners(redis)).isZero();
        }
    }

    private static void assertKeysAreNotBelievedForLongerThanADay(
            GoogleStub google, TouchlineApplication node, Jdbi jdbi, Jedis redis) throws Exception {
        String token = google.idToken("touchline", "1", "Alice", Duration.ofMinutes(5));
        assertThat(logIn(node, token)).isEqualTo(200);
        jdbi.useHandle(handle -> handle.execute("UPDATE jwks_cache SET fetched_at = now() - interval '25 hours'"));
        redis.publish("jwks:refreshed", "https://accounts.google.com");
        await().atMost(LONG).until(() -> logIn(node, token) == 401);
    }

    private static int logIn(TouchlineApplication node, String token) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + "/v1/auth/google"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"idToken\":\"" + token + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static TouchlineApplication node(TestStores stores, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>();
        variables.put("DATABASE_URL", stores.databaseUrl());
        variables.put("DATABASE_USER", stores.user());
        variables.put("DATABASE_PASSWORD", stores.password());
        variables.put("REDIS_URL", stores.redisUrl());
        variables.put("REDIS_MAY_FORGET", "1");
        variables.put("HTTP_PORT", "0");
        variables.put("ADMIN_PORT", "0");
        variables.put("TOKEN_SECRET", "a secret for tests that is long enough");
        variables.put("FLUSHER_EMBEDDED", "1");
        variables.put("SHUTDOWN_LEAVE", "0s");
        variables.put("LOG_LEVEL", "ERROR");
        variables.putAll(more);
        TouchlineApplication node = new TouchlineApplication(variables);
        Path here = Path.of("config.yml");
        node.run("server", (Files.exists(here) ? here : Path.of("../config.yml")).toString());
        return node;
    }

    private static long listeners(Jedis redis) {
        return redis.pubsubNumSub("jwks:refreshed").getOrDefault("jwks:refreshed", 0L);
    }

    private static long count(Jdbi jdbi, String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }
}
