package touchline.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.SettableClock;

/** The shapes of the real feed, as JSON over HTTP. */
@NullUnmarked
class SimulatedShapesTest {
    private static final Instant KICK_OFF = Instant.parse("2026-11-23T12:00:00Z");
    private static final int WEEK = 604_800;
    private static final String ALL = "?include=participants;scores;events;state;periods;lineups.details";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SettableClock clock = new SettableClock(KICK_OFF.minusSeconds(200));
    private final HttpClient http = HttpClient.newHttpClient();
    private SportmonksSimulator simulator = start(FeedPlan.of(1_000));

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aReviewIsUnderWayAndThenRetypedToAGoal() throws Exception {
        at(WEEK + 1_200);
        assertThat(event(772).path("type_id").asInt()).isEqualTo(10);
        assertThat(event(772).path("addition").asText()).isEqualTo("Goal under review");
        assertThat(goals("away")).isZero();
        at(WEEK + 1_260);
        assertThat(event(772).path("type_id").asInt()).isEqualTo(14);
        assertThat(goals("away")).isEqualTo(1);
    }

    @Test
    void sortOrdersCountWithinAKindOfEvent() throws Exception {
        at(WEEK + 1_860);
        assertThat(fixture().path("events"))
                .extracting(event -> event.path("id").asInt() + ":"
                        + event.path("sort_order").asInt())
                .containsExactly("771:1", "772:1", "773:2", "774:1");
    }

    @Test
    void detailsOfALineUpAreCumulativeAndCorrected() throws Exception {
        at(-50);
        assertThat(fixture().path("lineups"))
                .hasSize(4)
                .allMatch(row -> row.path("details").isEmpty());
        assertThat(get("fixtures/77?include=lineups").path("data").path("lineups"))
                .hasSize(4)
                .noneMatch(row -> row.has("details"));
        at(WEEK + 600);
        assertThat(details(11)).containsEntry(57, 1.0).containsEntry(119, 10.0);
        at(WEEK + 1_260);
        assertThat(details(11)).containsEntry(57, 3.0).containsEntry(118, 6.4);
        at(WEEK + 1_860);
        assertThat(details(11)).containsEntry(57, 2.0).containsEntry(119, 31.0);
        assertThat(details(12)).containsEntry(119, 30.0);
        assertThat(details(13)).containsEntry(119, 1.0);
        assertThat(details(21)).containsEntry(52, 2.0);
        at(WEEK + 1_920);
        assertThat(details(21)).as("after the rescinded penalty").containsEntry(52, 1.0);
    }

    @Test
    void aPostponedMatchIsPlayedLaterUnderItsId() throws Exception {
        at(10);
        assertThat(fixture().path("state_id").asInt()).isEqualTo(10);
        assertThat(get("livescores/inplay").has("data")).isFalse();
        assertThat(get("livescores").path("data")).hasSize(1);
        at(60);
        assertThat(fixture().path("starting_at").asText()).isEqualTo("2026-11-30 12:00:00");
        assertThat(get("fixtures/between/2026-11-23/2026-11-23").has("data")).isFalse();
        assertThat(get("fixtures/between/2026-11-30/2026-11-30").path("data")).hasSize(1);
        at(WEEK);
        assertThat(get("livescores/inplay").path("data")).hasSize(1);
        at(WEEK + 2_760);
        assertThat(get("livescores/inplay").has("data")).as("suspended").isFalse();
        assertThat(get("fixtures/multi/77,78").path("data")).hasSize(1);
    }

    @Test
    void fieldsAreShownAsRecordedUntilTheyAreComputedAgain() throws Exception {
        at(WEEK + 1_980);
        assertThat(fixture().path("scores")).hasSize(1);
        assertThat(fixture().path("scores").path(0).path("score").path("goals").isNull())
                .isTrue();
        assertThat(fixture().path("result_info").asText()).isEqualTo("Beta lead");
        at(WEEK + 2_040);
        assertThat(goals("away")).isEqualTo(1);
        at(WEEK + 2_100);
        assertThat(get("fixtures/77").has("data")).as("vanished").isFalse();
        at(WEEK + 2_160);
        assertThat(get("fixtures/77").has("data")).isTrue();
    }

    @Test
    void aRecordedFaultChangesTheShapes() throws Exception {
        at(WEEK + 2_230);
        JsonNode fixture = fixture();
        assertThat(fixture.path("scores").path(0).path("score").path("goals").isNull())
                .isTrue();
        assertThat(fixture.path("scores").path(1).path("participant_id").isNull())
                .isTrue();
        assertThat(fixture.path("events").path(3).path("type_id").isNull()).isTrue();
        assertThat(fixture.path("periods").path(0).path("id").isNull()).isTrue();
        assertThat(fixture.path("events").path(0).path("type_id").isInt()).isTrue();
    }

    @Test
    void faultsOnDemandChangeTheShapes() throws Exception {
        at(WEEK + 600);
        simulator.fault(Fault.NUMERIC_STRINGS, Duration.ofDays(1));
        assertThat(fixture().path("id").isTextual()).isTrue();
        assertThat(fixture().path("lineups").path(0).path("details").path(0).path("data"))
                .allMatch(JsonNode::isTextual);
        simulator.fault(Fault.UNKNOWN_STATE, Duration.ofDays(1));
        assertThat(fixture().path("state_id").asInt()).isEqualTo(99);
        assertThat(fixture().path("state").isNull()).isTrue();
        simulator.fault(Fault.EMPTY, Duration.ofDays(1));
        assertThat(get("livescores/inplay").has("data")).isFalse();
        simulator.fault(Fault.HTTP_403, Duration.ofDays(1));
        assertThat(send("livescores/inplay").statusCode()).isEqualTo(403);
    }

    @Test
    void aPlanLimitsEachEntityAndWithholdsEndpoints() throws Exception {
        simulator.close();
        simulator = start(
                FeedPlan.of(1_000).withLimits(Map.of("Fixture", 3)).without("squads/teams", "include:lineups.details"));
        assertThat(send("squads/teams/1?include=player").statusCode()).isEqualTo(403);
        assertThat(send("fixtures/77?include=events;lineups.details").statusCode())
                .isEqualTo(403);
        assertThat(send("fixtures/77?include=lineups").statusCode()).isEqualTo(200);
        assertThat(send("fixtures/multi/77").statusCode()).isEqualTo(200);
        JsonNode limit = get("livescores/latest").path("rate_limit");
        assertThat(limit.path("remaining").asInt()).isZero();
        assertThat(limit.path("requested_entity").asText()).isEqualTo("Fixture");
        assertThat(send("livescores/inplay").statusCode()).isEqualTo(429);
        assertThat(get("types").path("rate_limit").path("remaining").asInt()).isEqualTo(999);
    }

    private SportmonksSimulator start(FeedPlan plan) {
        return SportmonksSimulator.start(
                List.of(recording()),
                SimulatorOptions.defaults()
                        .withClock(clock)
                        .withKickOffDelay(Duration.between(clock.instant(), KICK_OFF))
                        .withPlan(plan));
    }

    private static Recording recording() {
        return Recording.read(Path.of(Objects.requireNonNull(SimulatedShapesTest.class.getResource("every-entry.json"))
                .getPath()));
    }

    private void at(int second) {
        clock.advance(Duration.between(clock.instant(), KICK_OFF.plusSeconds(second)));
    }

    private JsonNode fixture() throws Exception {
        return get("fixtures/77" + ALL).path("data");
    }

    private JsonNode event(long id) throws Exception {
        return fixture()
                .path("events")
                .valueStream()
                .filter(event -> event.path("id").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    private int goals(String side) throws Exception {
        return fixture()
                .path("scores")
                .valueStream()
                .filter(row -> row.path("description").asText().equals("CURRENT")
                        && row.path("score").path("participant").asText().equals(side))
                .mapToInt(row -> row.path("score").path("goals").asInt())
                .findFirst()
                .orElseThrow();
    }

    private Map<Integer, Double> details(long player) throws Exception {
        return fixture()
                .path("lineups")
                .valueStream()
                .filter(row -> row.path("player_id").asLong() == player)
                .flatMap(row -> row.path("details").valueStream())
                .collect(Collectors.toMap(
                        detail -> detail.path("type_id").asInt(),
                        detail -> detail.path("data").path("value").asDouble()));
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send(path).body());
    }

    private HttpResponse<String> send(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/" + path))
                        .header("Authorization", simulator.token())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
