package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import touchline.feed.model.FeedEvent;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedScore;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.FixtureState;
import touchline.simulator.Recordings;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.match.MatchState;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.TestStores;

@NullUnmarked
final class SportmonksSimulatorTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final long DERBY = 990_000_001L;

    private static TestStores stores;
    private static RedisClient redis;

    private final SettableClock clock = new SettableClock(NOON);
    private final SimulatorOptions options =
            SimulatorOptions.defaults().withClock(clock).withKickOffDelay(Duration.ZERO);
    private final HttpClient http = HttpClient.newHttpClient();

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

    @Test
    void everyRecordingEndsWithTheScoreThatItWasRecordedWith() throws Exception {
        List<Recording> recordings = Recordings.all();
        try (SportmonksSimulator simulator = SportmonksSimulator.start(recordings, options.withSpeed(60))) {
            SportmonksClient client = client(simulator);
            assertThat(simulator.finished()).isFalse();
            clock.advance(Duration.ofMinutes(3));
            assertThat(simulator.finished()).isTrue();
            for (Recording recording : recordings) {
                FeedFixture fixture = client.fixture(recording.fixture().id()).orElseThrow();
                Recording.FinalScore result = Objects.requireNonNull(recording.result());
                assertThat(fixture.state().orElseThrow().name()).isEqualTo(result.state());
                assertThat(score(fixture, FeedScore.CURRENT)).isEqualTo(result.score());
                assertThat(score(fixture, "1ST_HALF")).isEqualTo(result.halfTime());
                if (result.penalties() != null) {
                    assertThat(score(fixture, "PENALTY_SHOOTOUT")).isEqualTo(result.penalties());
                }
            }
        }
    }

    @Test
    void theMatchUnfoldsAsRecorded() throws Exception {
        try (SportmonksSimulator simulator = SportmonksSimulator.start(
                List.of(Recording.shipped()), options.withKickOffDelay(Duration.ofSeconds(3)))) {
            SportmonksClient client = client(simulator);
            FeedFixture ahead = client.fixture(DERBY).orElseThrow();
            assertThat(ahead.state()).contains(FixtureState.NS);
            assertThat(ahead.kickOff()).isEqualTo(NOON.plusSeconds(3));
            assertThat(client.inplay(Set.of()).items()).isEmpty();

            clock.advance(Duration.ofSeconds(3 + 690));
            FeedFixture first = client.inplay(Set.of(732L)).items().get(0);
            assertThat(first.state()).contains(FixtureState.INPLAY_1ST_HALF);
            assertThat(first.minute()).hasValue(11);
            assertThat(first.goals(FeedTeam.Side.HOME)).hasValue(1);
            assertThat(first.events()).singleElement().satisfies(goal -> {
                assertThat(goal.typeId()).isEqualTo(14);
                assertThat(goal.playerId()).isEqualTo(990_110L);
                assertThat(goal.relatedPlayerId()).isEqualTo(990_108L);
                assertThat(goal.rescinded()).isFalse();
            });
            assertThat(client.inplay(Set.of(501L)).items()).isEmpty();

            clock.advance(Duration.ofSeconds(2050 - 690));
            FeedFixture cheering = client.fixture(DERBY).orElseThrow();
            assertThat(cheering.goals(FeedTeam.Side.AWAY)).hasValue(1);
            clock.advance(Duration.ofSeconds(50));
            FeedFixture disallowed = client.fixture(DERBY).orElseThrow();
            assertThat(disallowed.goals(FeedTeam.Side.AWAY)).hasValue(0);
            assertThat(event(disallowed, 99_000_000_104L).rescinded()).isTrue();

            clock.advance(Duration.ofSeconds(2_740 - 2_100));
            assertThat(client.fixture(DERBY).orElseThrow().events()).anyMatch(e -> e.id() == 99_000_000_107L);
            clock.advance(Duration.ofSeconds(50));
            assertThat(client.fixture(DERBY).orElseThrow().events()).noneMatch(e -> e.id() == 99_000_000_107L);

            clock.advance(Duration.ofSeconds(4_780 - 2_790));
            assertThat(event(client.fixture(DERBY).orElseThrow(), 99_000_000_111L)
                            .playerId())
                    .isNull();
            clock.advance(Duration.ofSeconds(40));
            assertThat(event(client.fixture(DERBY).orElseThrow(), 99_000_000_111L)
                            .playerId())
                    .isEqualTo(990_210L);

            clock.advance(Duration.ofSeconds(5_304 - 4_820));
            assertThatThrownBy(() -> client.fixture(DERBY)).hasMessageContaining("500");
            clock.advance(Duration.ofSeconds(6_720 - 5_304));
            FeedFixture over = client.inplay(Set.of(732L)).items().get(0);
            assertThat(over.state()).contains(FixtureState.FT);
            assertThat(over.minute()).isEmpty();
            clock.advance(Duration.ofMinutes(16));
            assertThat(client.inplay(Set.of(732L)).items()).isEmpty();
        }
    }

    @Test
    void aMatchGoesOnWhileTheSimulatorIsDown(@TempDir Path directory) {
        List<Recording> recordings = List.of(Recording.shipped());
        SimulatorOptions remembering = options.withSpeed(60).withDataDirectory(directory);
        SportmonksSimulator.start(recordings, remembering).close();
        clock.advance(Duration.ofSeconds(10));
        try (SportmonksSimulator again = SportmonksSimulator.start(recordings, remembering)) {
            assertThat(again.matchSeconds(DERBY)).hasValue(600);
        }
        try (SportmonksSimulator slower = SportmonksSimulator.start(recordings, remembering.withSpeed(1))) {
            assertThat(slower.matchSeconds(DERBY)).hasValue(600);
            clock.advance(Duration.ofSeconds(10));
            assertThat(slower.matchSeconds(DERBY)).hasValue(610);
        }
    }

    @Test
    void aWrongCallIsAnsweredAsTheFeedDoes() throws Exception {
        try (SportmonksSimulator simulator = SportmonksSimulator.start(
                List.of(Recording.shipped()), options.withCallsPerHour(3).withToken("right"))) {
            assertThat(get(simulator, "livescores", "wrong").statusCode()).isEqualTo(401);
            assertThat(get(simulator, "livescores?api_token=right", "").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> nothing = get(simulator, "fixtures/1", "right");
            assertThat(nothing.statusCode()).isEqualTo(200);
            assertThat(json(nothing).path("message").asText()).startsWith("No result(s) found");
            assertThat(json(nothing).has("data")).isFalse();
            assertThat(json(nothing).path("rate_limit").path("remaining").asInt())
                    .isEqualTo(1);
            assertThat(get(simulator, "no/such/call", "right").statusCode()).isEqualTo(404);
            assertThat(get(simulator, "fixtures/1", "right").statusCode()).isEqualTo(200);
            HttpResponse<String> spent = get(simulator, "livescores/inplay", "right");
            assertThat(spent.statusCode()).isEqualTo(429);
            assertThat(json(spent).path("rate_limit").path("resets_in_seconds").asInt())
                    .isEqualTo(3_600);
            clock.advance(Duration.ofHours(1));
            assertThat(get(simulator, "livescores/inplay", "right").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyWhatWasAskedForIsEmbedded() throws Exception {
        try (SportmonksSimulator simulator = SportmonksSimulator.start(List.of(Recording.shipped()), options)) {
            String token = simulator.token();
            clock.advance(Duration.ofSeconds(695));
            JsonNode bare = json(get(simulator, "fixtures/" + DERBY, token)).path("data");
            assertThat(bare.has("events")).isFalse();
            assertThat(bare.path("state_id").asInt()).isEqualTo(2);
            JsonNode full = json(get(
                            simulator,
                            "fixtures/" + DERBY
                                    + "?include=participants;scores;events;state;periods;lineups.details&select=name",
                            token))
                    .path("data");
            assertThat(full.properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder(
                            "id", "name", "participants", "scores", "events", "state", "periods", "lineups");
            assertThat(full.path("state").path("developer_name").asText()).isEqualTo("INPLAY_1ST_HALF");
            assertThat(json(get(simulator, "livescores/latest", token)).path("data"))
                    .hasSize(1);
            clock.advance(Duration.ofSeconds(60));
            assertThat(json(get(simulator, "livescores/latest", token)).has("data"))
                    .isFalse();
            assertThat(json(get(simulator, "states?per_page=50", token)).path("data"))
                    .hasSize(MatchState.values().length);
            assertThat(json(get(simulator, "types", token)).path("data")).isNotEmpty();
        }
    }

    @Test
    void aLongListComesInPages() throws Exception {
        List<Recording> many = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            many.add(Recordings.withId(Recording.shipped(), 990_001_000L + i));
        }
        try (SportmonksSimulator simulator = SportmonksSimulator.start(many, options)) {
            LocalDate today = LocalDate.ofInstant(NOON, ZoneOffset.UTC);
            List<Integer> pages = new ArrayList<>();
            List<FeedFixture> fixtures = new ArrayList<>();
            client(simulator).calendar(today, today, Set.of(732L), page -> {
                pages.add(page.items().size());
                fixtures.addAll(page.items());
            });
            assertThat(pages).containsExactly(50, 50, 20);
            String path = "fixtures/between/" + today + "/" + today;
            assertThat(json(get(simulator, path + "?per_page=50", simulator.token()))
                            .at("/pagination/next_page")
                            .asText())
                    .isEqualTo(simulator.baseUrl() + "/" + path + "?page=2");
            assertThat(fixtures).extracting(FeedFixture::id).doesNotHaveDuplicates();
            client(simulator)
                    .calendar(today.plusDays(1), today.plusDays(9), Set.of(), page -> fixtures.addAll(page.items()));
            assertThat(fixtures).hasSize(120);
            assertThat(client(simulator)
                            .fixtures(many.stream()
                                    .map(recording -> recording.fixture().id())
                                    .toList())
                            .items())
                    .hasSize(120);
        }
    }

    private SportmonksClient client(SportmonksSimulator simulator) {
        return new SportmonksClient(FeedSettings.of(simulator.baseUrl(), simulator.token()), redis);
    }

    private static FeedEvent event(FeedFixture fixture, long id) {
        return fixture.events().stream()
                .filter(event -> event.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private static Recording.Score score(FeedFixture fixture, String description) {
        return new Recording.Score(
                score(fixture, FeedTeam.Side.HOME, description), score(fixture, FeedTeam.Side.AWAY, description));
    }

    private static int score(FeedFixture fixture, FeedTeam.Side side, String description) {
        return fixture.scores().stream()
                .filter(score -> score.side() == side && score.description().equals(description))
                .mapToInt(FeedScore::goals)
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(SportmonksSimulator simulator, String path, String token)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/" + path))
                        .header("Authorization", token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JsonMapper.builder().build().readTree(response.body());
    }
}
