package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;

/** A position says where its trailing stop is: behind the best price since it was set. */
class TrailingStopApiTest extends ClientApiSetup {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    TrailingStopApiTest() {
        super("trailing", 7_900_000);
    }

    @Test
    void aTrailingStopFollowsTheBestPriceAndNeverMovesBack() throws Exception {
        String longOne = open("LONG", ",\"trailingDistance\":\"4\"");
        String shortOne = open("SHORT", ",\"trailingDistance\":\"3\"");
        String plain = open("LONG", "");
        assertThat(stop(longOne)).isEqualByComparingTo(price().subtract(new BigDecimal("4")));
        assertThat(stop(shortOne)).isEqualByComparingTo(price().add(new BigDecimal("3")));
        BigDecimal lowest = price();
        assertThat(read(plain).get("trailingStop").isNull()).isTrue();

        trade("BUY");
        trade("BUY");
        BigDecimal highest = price();
        assertThat(highest).isGreaterThan(lowest);
        trade("SELL");
        assertThat(price()).isLessThan(highest);
        assertThat(stop(longOne)).isEqualByComparingTo(highest.subtract(new BigDecimal("4")));
        assertThat(stop(shortOne)).isEqualByComparingTo(lowest.add(new BigDecimal("3")));
        trade("SELL");
        assertThat(stop(longOne)).as("read again").isEqualByComparingTo(highest.subtract(new BigDecimal("4")));
        trade("BUY");
        trade("BUY");
        trade("BUY");
        assertThat(price()).isGreaterThan(highest);
        JsonNode listed = node.as(alice, "GET", "/v1/positions", null).body().get("items");
        assertThat(listed).hasSize(3);
        assertThat(new BigDecimal(listed.get(2).get("trailingStop").textValue()))
                .isEqualByComparingTo(price().subtract(new BigDecimal("4")));

        trade("SELL");
        Answer changed = node.as(alice, "PATCH", "/v1/positions/" + longOne, "{\"trailingDistance\":\"2\"}");
        assertThat(new BigDecimal(changed.body().get("trailingStop").textValue()))
                .as("another distance starts from the price of now")
                .isEqualByComparingTo(price().subtract(new BigDecimal("2")));
        assertThat(stop(longOne)).isEqualByComparingTo(price().subtract(new BigDecimal("2")));
        Answer closed = node.as(alice, "POST", "/v1/positions/" + longOne + "/close", null);
        assertThat(closed.body().get("trailingDistance").textValue()).isEqualTo("2.0000");
        assertThat(closed.body().get("trailingStop").isNull()).isTrue();
    }

    /** The mistake of a client that sends where the stop is to be. */
    @Test
    void aDistanceOfTheWholePriceIsRefused() throws Exception {
        String id = open("LONG", "");
        String distance = "\"trailingDistance\":\"" + price() + "\"";
        String opening = "{\"instrumentId\":\"" + instrument(1)
                + "\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":2," + distance;
        for (Answer refused : List.of(
                node.as(alice, "PATCH", "/v1/positions/" + id, "{" + distance + "}"),
                node.as(alice, "POST", "/v1/positions", opening + "}"),
                node.as(
                        alice,
                        "POST",
                        "/v1/positions",
                        opening + ",\"type\":\"LIMIT\",\"limitPrice\":\"" + price().subtract(BigDecimal.ONE)
                                + "\"}"))) {
            assertThat(refused.problem()).isEqualTo("validation");
            assertThat(refused.body().at("/errors/0/field").textValue()).isEqualTo("trailingDistance");
            assertThat(refused.body().at("/errors/0/message").textValue()).startsWith("must be less than the price, ");
        }
        assertThat(read(id).get("trailingDistance").isNull()).isTrue();
    }

    @Test
    void anEventOfAPartialCloseNamesNoTrailingStop() throws Exception {
        String id = open("LONG", ",\"trailingDistance\":\"4\"");
        trade("BUY");
        trade("BUY");
        BigDecimal stop = stop(id);
        HttpClient http = HttpClient.newHttpClient();
        try (StreamClient stream =
                StreamClient.open(http, node.port(), "", "Authorization", "Bearer " + TestNode.token(alice))) {
            await().atMost(SOON).until(stream::hasBegun);
            assertThat(node.as(alice, "POST", "/v1/positions/" + id + "/close", "{\"quantity\":2}")
                            .status())
                    .isEqualTo(200);
            await().atMost(SOON).until(() -> position(stream, id).isPresent());
            JsonNode event = position(stream, id).orElseThrow();
            assertThat(event.get("quantity").intValue()).isEqualTo(3);
            assertThat(event.get("trailingDistance").textValue()).isEqualTo("4.0000");
            assertThat(event.get("trailingStop").isNull()).as(event.toString()).isTrue();
            assertThat(stop(id)).as("it is where it was").isEqualByComparingTo(stop);
        }
    }

    @Test
    void operatorsReadWhereItIs() throws Exception {
        String id = open("LONG", ",\"trailingDistance\":\"4\"");
        trade("BUY");
        trade("SELL");
        BigDecimal stop = stop(id);
        String[] session = shared.node().loggedIn("admin", SharedNode.PASSWORD).headers();
        String path = "/v1/ops/customers/" + alice + "/positions";
        await().atMost(SOON).until(() -> shared.node().get(path, session).statusCode() == 200);
        JsonNode read = JSON.readTree(shared.node().get(path, session).body()).at("/items/0");
        assertThat(read.get("id").textValue()).isEqualTo(id);
        assertThat(new BigDecimal(read.get("trailingStop").textValue())).isEqualByComparingTo(stop);
    }

    /** Otherwise a user with old positions would occupy the connections of all users. */
    @Test
    void ticksOfTheBookAreReadOnceInTheBackground() throws Exception {
        String id = open("LONG", ",\"trailingDistance\":\"4\"");
        trade("BUY");
        BigDecimal highest = price();
        trade("SELL");
        Jdbi book = Jdbi.create(shared.dataSource());
        await().atMost(SOON)
                .until(() -> count(book, "SELECT count(*) FROM price_ticks WHERE instrument_id = " + first) >= 2);
        redis.del(Keys.priceTicks(InstrumentId.of(first)));
        ExecutorService users = Executors.newFixedThreadPool(20);
        try (Handle lock = book.open()) {
            lock.begin();
            lock.execute("LOCK TABLE price_ticks IN ACCESS EXCLUSIVE MODE");
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                answers.add(users.submit(() -> read(id)));
            }
            long most = 0;
            while (!answers.stream().allMatch(Future::isDone)) {
                most = Math.max(most, count(book, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT seq, price, at FROM price_ticks%'
                        """));
            }
            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().get("trailingStop").isNull()).isTrue();
            }
            assertThat(most).as("reads at once").isLessThanOrEqualTo(1);
            lock.rollback();
        } finally {
            users.shutdownNow();
        }
        await().atMost(SOON).until(() -> !read(id).get("trailingStop").isNull());
        assertThat(stop(id)).isEqualByComparingTo(highest.subtract(new BigDecimal("4")));
    }

    private static long count(Jdbi book, String sql) {
        return book.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    /** The first event of a position. */
    private static Optional<JsonNode> position(StreamClient stream, String id) {
        return stream.events("position").stream()
                .map(TrailingStopApiTest::json)
                .filter(event -> event.get("id").textValue().equals(id))
                .findFirst();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private String open(String direction, String more) throws Exception {
        Answer opened = node.as(alice, "POST", "/v1/positions", position("\"" + direction + "\"", "5", "2", more));
        assertThat(opened.status()).as(opened.body().toString()).isEqualTo(201);
        return opened.body().get("id").textValue();
    }

    private void trade(String side) throws Exception {
        Answer order = node.as(bob, "POST", "/v1/orders", order(instrument(1), side, "20"));
        assertThat(order.status()).as(order.body().toString()).isEqualTo(201);
    }

    private BigDecimal price() throws Exception {
        return new BigDecimal(node.call("GET", "/v1/instruments/" + first, null)
                .body()
                .get("price")
                .textValue());
    }

    private JsonNode read(String position) throws Exception {
        return node.as(alice, "GET", "/v1/positions/" + position, null).body();
    }

    private BigDecimal stop(String position) throws Exception {
        return new BigDecimal(read(position).get("trailingStop").textValue());
    }
}
