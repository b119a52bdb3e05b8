package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.api.TestNode.Answer;
import touchline.market.key.Keys;
import touchline.market.leaderboard.Week;
import touchline.market.recovery.Epoch;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class LeaderboardApiTest {
    private final Week last = Week.of(Instant.now()).previous();

    /** A node that comes up finds a Monday missed, draws it, and publishes the hashes of the weeks to come. */
    @Test
    void aMissedDrawIsMadeAtStartAndCanBeVerified(TestStores stores) throws Exception {
        Jdbi book = Jdbi.create(stores.dataSource());
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            new Epoch(redis, book)
                    .open(); // a Redis that begins beside a book with trades is one that has lost its data
            redis.incrBy(Keys.IDS, 4);
        }
        lastWeek(book);
        TestNode node = TestNode.start(stores);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> get(node, "/v1/spinner").get("state").asText().equals("DRAWN"));

            assertHolds(get(node, "/v1/spinner?week=" + last));
            assertThat(get(node, "/v1/spinner")).isEqualTo(get(node, "/v1/spinner?week=" + last));
            JsonNode open = get(node, "/v1/spinner?week=" + last.next());
            assertThat(open.get("state").asText()).isEqualTo("OPEN");
            assertThat(open.get("seedHash").asText()).matches("[0-9a-f]{64}");
            assertThat(open.get("seedHashAt").asText())
                    .isLessThan(open.get("to").asText());
            for (String secret : List.of("seed", "candidates", "winner", "drawnAt")) {
                assertThat(open.get(secret).isNull()).as(secret).isTrue();
            }
            assertThat(get(node, "/v1/spinner?week=1999-W01").get("state").asText())
                    .isEqualTo("UNDRAWN");

            assertThat(get(node, "/v1/leaderboard?week=" + last).toString())
                    .isEqualTo("{\"items\":[" + standing(1, "ann", "4.7000") + "," + standing(1, "bob", "4.7000") + ","
                            + standing(3, "cy", "-0.0001") + "],\"nextCursor\":null}");
            JsonNode page = get(node, "/v1/leaderboard?limit=1&week=" + last);
            assertThat(get(
                                    node,
                                    "/v1/leaderboard?limit=1&cursor="
                                            + page.get("nextCursor").asText() + "&week=" + last)
                            .at("/items/0/userId")
                            .asText())
                    .isEqualTo("bob");
            assertThat(get(node, "/v1/leaderboard").get("items")).isEmpty();
            for (String path : List.of("leaderboard", "spinner")) {
                Answer wrong = node.call("GET", "/v1/" + path + "?week=2025-W53", null);
                assertThat(wrong.status()).isEqualTo(422);
                assertThat(wrong.body().at("/errors/0/field").asText()).isEqualTo("week");
            }
        } finally {
            node.stop();
        }
    }

    private void lastWeek(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO users (id, name, kind, created_at)
                VALUES ('ann', 'Name of ann', 'HUMAN', now()), ('bob', 'Name of bob', 'HUMAN', now()), ('cy', 'Name of cy', 'HUMAN', now()),
                       ('bot', 'Bot', 'BOT', now());
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                SELECT n, (ARRAY['ann', 'bob', 'cy', 'bot'])[n], 1, 'SELL', 1, 1, 0, (ARRAY[47000, 47000, -1, 9000000])[n], 'USER', ?::timestamptz
                FROM generate_series(1, 4) AS n
                """, last.end().minusMillis(1).toString()));
    }

    private void assertHolds(JsonNode spin) throws Exception {
        List<String> candidates = new ArrayList<>();
        spin.get("candidates").forEach(one -> candidates.add(one.asText()));
        assertThat(candidates).containsExactly("ann", "bob");
        String text =
                spin.get("week").asText() + "\n" + spin.get("seed").asText() + "\n" + String.join(",", candidates);
        int index = new BigInteger(sha256(text), 16).mod(BigInteger.TWO).intValue();
        assertThat(spin.at("/winner/id").asText()).isEqualTo(candidates.get(index));
        assertThat(spin.at("/winner/name").asText()).isEqualTo("Name of " + candidates.get(index));
        assertThat(sha256(spin.get("seed").asText()))
                .isEqualTo(spin.get("seedHash").asText());
        assertThat(spin.get("from").asText()).isEqualTo(last.start().toString());
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String standing(int rank, String user, String realised) {
        return "{\"rank\":" + rank + ",\"userId\":\"" + user + "\",\"name\":\"Name of " + user + "\",\"realisedPnl\":\""
                + realised + "\"}";
    }

    private static JsonNode get(TestNode node, String path) throws Exception {
        Answer answer = node.call("GET", path, null);
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }
}
