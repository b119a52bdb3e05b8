package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.stores.junit.TestStores;

/** Every item that exists when the first page is read is on exactly one page, even if more are added between pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PagingTest {
    private TestStores stores;
    private TestNode node;
    private RedisClient redis;
    private Jdbi jdbi;
    private int listed;
    private int fixtures;
    private int players;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        node = TestNode.start(stores);
        redis = RedisClient.create(stores.redisUrl());
        redis.set("ids", "2000000000"); // above those of orders made here: a Redis that gave out fewer has lost data
        jdbi = Jdbi.create(stores.dataSource());
        for (int n = 0; n < 7; n++) {
            list();
        }
        assertThat(node.as("alice", "GET", "/v1/me", null).status()).isEqualTo(200);
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        redis.close();
        stores.close();
    }

    /** Something that makes a list longer, or reorders it. */
    private interface Arrival {
        void happen() throws Exception;
    }

    @Test
    void orders() throws Exception {
        Arrival buy = () -> order("1");
        repeat(7, buy);
        holds("/v1/orders?", "id", buy);
    }

    @Test
    void theLedger() throws Exception {
        Arrival buy = () -> order("2");
        repeat(4, buy);
        holds("/v1/wallet/ledger?", "id", buy);
    }

    @Test
    void openPositions() throws Exception {
        repeat(7, this::position);
        holds("/v1/positions?status=open&", "id", this::position);
    }

    @Test
    void closedPositions() throws Exception {
        Arrival openAndClose = () -> assertThat(node.as("alice", "POST", "/v1/positions/" + position() + "/close", null)
                        .status())
                .isEqualTo(200);
        repeat(7, openAndClose);
        holds("/v1/positions?status=closed&", "id", openAndClose);
    }

    @Test
    void holdings() throws Exception {
        for (int id = 1; id <= 7; id++) {
            order(Integer.toString(id));
        }
        holds("/v1/holdings?", "instrumentId", () -> order(list()));
    }

    @Test
    void instruments() throws Exception {
        holds("/v1/instruments?", "id", this::list);
    }

    @Test
    void fixtures() throws Exception {
        repeat(7, this::fixture);
        holds("/v1/fixtures?state=upcoming&", "id", this::fixture);
    }

    /** Each arrival is better than all that were there, so that everybody's place moves. */
    @Test
    void theLeaderboard() throws Exception {
        repeat(7, this::leader);
        holds("/v1/leaderboard?week=2020-W10&", "userId", this::leader);
    }

    private void holds(String path, String id, Arrival arrival) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ids(path + "limit=200", id).size() >= 7); // the book follows
        List<String> before = ids(path + "limit=200", id);
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(path + "limit=2" + cursor);
            page.get("items").forEach(item -> paged.add(item.get(id).asText()));
            cursor = page.get("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("nextCursor").asText();
            if (paged.size() < 60) { // not for ever
                arrival.happen();
            }
        } while (!cursor.isEmpty());

        assertThat(paged).doesNotHaveDuplicates();
        assertThat(paged).containsSubsequence(before);
    }

    private List<String> ids(String path, String id) throws Exception {
        List<String> ids = new ArrayList<>();
        get(path).get("items").forEach(item -> ids.add(item.get(id).asText()));
        return ids;
    }

    private JsonNode get(String path) throws Exception {
        TestNode.Answer answer = node.as("alice", "GET", path, null);
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void repeat(int times, Arrival arrival) throws Exception {
        for (int n = 0; n < times; n++) {
            arrival.happen();
        }
    }

    private void order(String instrument) throws Exception {
        assertThat(node.as(
                                "alice",
                                "POST",
                                "/v1/orders",
                                "{\"instrumentId\":\"" + instrument + "\",\"side\":\"BUY\",\"quantity\":1}")
                        .status())
                .isEqualTo(201);
    }

    private String position() throws Exception {
        TestNode.Answer opened = node.as(
                "alice",
                "POST",
                "/v1/positions",
                "{\"instrumentId\":\"3\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":20}");
        assertThat(opened.status()).isEqualTo(201);
        return opened.body().get("id").asText();
    }

    private String list() {
        listed++;
        new Instruments(redis)
                .list(new Listing(
                        InstrumentId.of(listed),
                        "Player " + listed,
                        100,
                        "Team",
                        "Midfielder",
                        Price.of(100_000),
                        100_000));
        return Integer.toString(listed);
    }

    private void fixture() {
        fixtures++;
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
                VALUES (?, 1, 'A v B', timestamptz '2030-01-01 12:00Z' + ? * interval '1 hour', 1, 'NS', 'UPCOMING', now())
                """, fixtures, fixtures / 3 % 4));
    }

    private void leader() {
        players++;
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO users (id, name, kind, created_at) VALUES (?, 'x', 'HUMAN', now())",
                    "player" + players);
            handle.execute("""
                    INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                    VALUES (?, ?, 1, 'SELL', 1, 1, 0, ?, 'USER', timestamptz '2020-03-04 12:00Z')
                    """, 1_000_000_000 + players, "player" + players, players * 100);
        });
    }
}
