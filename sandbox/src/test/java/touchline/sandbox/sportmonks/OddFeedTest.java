package touchline.sandbox.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.jobs.sportmonks.feed.FeedException;
import touchline.jobs.sportmonks.feed.FeedFixture;
import touchline.jobs.sportmonks.feed.FeedSettings;
import touchline.jobs.sportmonks.feed.FeedTeam;
import touchline.jobs.sportmonks.feed.SportmonksClient;
import touchline.stores.junit.TestStores;

/** Answers that the real service may give and the simulator doesn't. */
@NullUnmarked
final class OddFeedTest {
    private static TestStores stores;
    private static RedisClient redis;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private HttpServer server;
    private SportmonksClient client;

    @BeforeAll
    static void open() {
        stores = TestStores.open();
        redis = RedisClient.create(stores.redisUrl());
    }

    @AfterAll
    static void close() {
        redis.close();
        stores.close();
    }

    @BeforeEach
    void start() throws IOException {
        redis.flushAll();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String wait = answers.get("Retry-After");
                if (wait != null) {
                    exchange.getResponseHeaders().set("Retry-After", wait);
                    exchange.sendResponseHeaders(429, -1);
                    return;
                }
                String query = exchange.getRequestURI().getQuery();
                byte[] body = answers.getOrDefault(query.replaceAll(".*&page=", ""), "{}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        client = new SportmonksClient(
                FeedSettings.of(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v3"), "token"),
                redis);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"420", "date"})
    void aRefusalIsKeptToForAsLongAsItsHeaderSays(String said) {
        answers.put(
                "Retry-After",
                said.equals("date")
                        ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().plusSeconds(420).atOffset(ZoneOffset.UTC))
                        : said);
        FeedException refused = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
        answers.remove("Retry-After");

        assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
        FeedException kept = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
        assertThat(kept.reason()).isEqualTo(FeedException.Reason.RATE_LIMITED);
        assertThat(kept.retryAfter()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    }

    @Test
    void unknownMissingAndNullFieldsAreNoTrouble() throws Exception {
        answers.put("1", """
                {"data":[
                  {"id":7,"league_id":732,"state_id":4711,"surprise":{"a":[1]},"starting_at":"2026-07-07 20:00:00",
                   "name":null,"participants":null,"periods":null,"scores":[
                     {"participant_id":1,"score":{"goals":2,"participant":"home"},"description":"CURRENT","type_id":null}],
                   "events":[
                     {"id":2,"type_id":14,"sort_order":2,"player_id":null,"minute":"45","rescinded":null,"new":true},
                     {"id":1,"type_id":19,"sort_order":1}]}],
                 "rate_limit":null,"pagination":null}
                """);
        FeedFixture fixture = client.inplay(Set.of()).get(0);
        assertThat(fixture.state()).isEmpty();
        assertThat(fixture.isLive()).isFalse();
        assertThat(fixture.name()).isEmpty();
        assertThat(fixture.kickOff()).isEqualTo(Instant.parse("2026-07-07T20:00:00Z"));
        assertThat(fixture.goals(FeedTeam.Side.HOME)).hasValue(2);
        assertThat(fixture.goals(FeedTeam.Side.AWAY)).isEmpty();
        assertThat(fixture.events()).extracting("id").containsExactly(1L, 2L);
        assertThat(fixture.events().get(1).playerId()).isNull();
        assertThat(fixture.events().get(1).minute()).isNull();
        assertThat(fixture.events().get(1).rescinded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"data\":null}",
                "{\"data\":7}",
                "{\"data\":[7]}",
                "{\"data\":[{\"id\":1,\"league_id\":732}]}",
                "{\"data\":[{\"league_id\":732,\"state_id\":1}]}",
                "{\"data\":[{\"id\":\"1\",\"league_id\":732,\"state_id\":1}]}",
                "{\"data\":[{\"id\":1,\"league_id\":732,\"state_id\":1,\"events\":[{\"type_id\":14}]}]}",
                "{\"data\":[{\"id\":1,\"league_id\":732,\"state_id\":1,\"starting_at\":\"soon\"}]}",
                "{\"data\":[{\"id\":1,\"league_id\":732,\"state_id\":1",
            })
    void whatIsReliedOnIsInsistedOn(String body) {
        answers.put("1", body);
        assertThat(catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()))
                        .reason())
                .isEqualTo(FeedException.Reason.MALFORMED);
    }

    @Test
    void anAnswerNestedBeyondReasonIsMalformed() {
        answers.put("1", "{\"data\":" + "[".repeat(100_000));
        assertThatThrownBy(() -> client.inplay(Set.of())).isInstanceOf(FeedException.class);
    }

    @Test
    void pagesAreFollowedToTheLast() throws Exception {
        for (int page = 1; page <= 3; page++) {
            answers.put(Integer.toString(page), """
                    {"data":[{"id":%d,"league_id":732,"state_id":1}],
                     "pagination":{"count":1,"per_page":1,"current_page":%d,"next_page":"x","has_more":%b}}
                    """.formatted(page, page, page < 3));
        }
        assertThat(client.inplay(Set.of(732L))).extracting(FeedFixture::id).containsExactly(1L, 2L, 3L);
        assertThat(client.inplay(Set.of(501L)))
                .as("another league's are not ours")
                .isEmpty();
    }
}
