package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClient;
import touchline.market.fixture.EventFreezes;
import touchline.market.fixture.FreezeKind;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.stores.junit.TestStores;

/**
 * What the feed may send, a file for each shape: the answers of some polls, and the prices that follow. Fixture 7 of teams 10 and 20 is the odd one. The goal of player
 * 304 in fixture 8 counts in all of them. Players 101 to 104 of team 10 are its goalkeeper, a defender, a midfielder and an attacker, and so for the others. A player whose
 * price is not named has the starting price.
 */
@NullUnmarked
final class FeedShapesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHAPES = Path.of("../feed/src/test/resources/touchline/feed/shapes");
    private static final EventFreezes FREEZES =
            new EventFreezes(Duration.ofHours(1), Duration.ofHours(2), Set.of(FreezeKind.values()));
    /** In the files; the test replaces it by ten minutes ago. */
    private static final String KICK_OFF = "1795000000";

    private static final List<String> STARTING_PRICES = List.of("60.0000", "70.0000", "90.0000", "110.0000");

    private static TestStores stores;
    private static RedisClient redis;
    private static Jdbi jdbi;

    @BeforeAll
    static void open() {
        stores = TestStores.open();
        redis = RedisClient.create(stores.redisUrl());
        jdbi = Jdbi.create(stores.dataSource());
    }

    @AfterAll
    static void close() {
        redis.close();
        stores.close();
    }

    static Stream<String> shapes() throws IOException {
        try (Stream<Path> files = Files.list(SHAPES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theOddMatchIsPricedByWhatCanBeReadAndTheOtherByAll(String name) throws Exception {
        String text = Files.readString(SHAPES.resolve(name + ".json"))
                .replace(KICK_OFF, Long.toString(System.currentTimeMillis() / 1_000 - 600));
        JsonNode shape = JSON.readTree(text);
        try (PolledMarket market = new PolledMarket(redis, jdbi, FeedShapesTest::squad, FREEZES)) {
            LivePoll.Poll last = null;
            for (JsonNode answer : shape.get("polls")) {
                market.expireLeases();
                market.body = answer.toString();
                last = market.poll.poll();
                assertThat(last.counts().broken())
                        .as("matches that could not be taken in")
                        .isZero();
            }

            String says = shape.get("unreadable").textValue();
            assertThat(String.join("\n", last.found().values())).contains(says == null ? "" : says);
            assertThat(last.counts().unreadable() > 0).as("counted").isEqualTo(says != null);
            assertThat(new FeedFaults(redis).now()).as("shown and alerted").isEqualTo(last.found());
            Map<Long, Boolean> silent = new TreeMap<>();
            market.watched().forEach((id, match) -> silent.put(id, match.silent()));
            assertThat(silent).containsEntry(8L, false);
        }
        assertThat(prices()).isEqualTo(expected(shape.get("prices")));
        assertThat(instrument(304).frozenBecause()).isEqualTo("event");
        assertThat(instrument(104).frozenBecause())
                .isEqualTo(shape.get("frozenBecause").textValue());
        if (shape.has("order")) {
            assertThat(redis.lrange("events:7", 0, -1).stream()
                            .map(entry -> read(entry).get("id").asText()))
                    .isEqualTo(JSON.convertValue(shape.get("order"), List.class));
        }
    }

    private static Map<String, String> expected(JsonNode named) {
        Map<String, String> prices = new TreeMap<>();
        for (int team = 1; team <= 4; team++) {
            for (int player = 1; player <= 4; player++) {
                prices.put(Integer.toString(team * 100 + player), STARTING_PRICES.get(player - 1));
            }
        }
        named.properties()
                .forEach(one -> prices.put(one.getKey(), one.getValue().textValue()));
        return prices;
    }

    private static Map<String, String> prices() {
        Map<String, String> prices = new TreeMap<>();
        for (String key : redis.keys("instrument:*")) {
            String id = key.substring("instrument:".length());
            prices.put(id, instrument(Long.parseLong(id)).price().toString());
        }
        return prices;
    }

    private static Instrument instrument(long id) {
        return new Instruments(redis).find(InstrumentId.of(id)).orElseThrow();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String squad(long team) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(n ->
                        "{\"player_id\":%d,\"team_id\":%d,\"position_id\":%d,\"player\":{\"display_name\":\"Player %d\"}}"
                                .formatted(team * 10 + n, team, 23 + n, team * 10 + n))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }
}
