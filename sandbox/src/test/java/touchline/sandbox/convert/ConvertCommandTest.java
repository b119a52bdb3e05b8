package touchline.sandbox.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.SettableClock;

@NullUnmarked
class ConvertCommandTest {
    private static final Instant KICK_OFF = Instant.parse("2026-09-12T15:00:00Z");
    private static final String ALL = "?include=participants;scores;events;state;periods;lineups.details";
    private static final int POLLS = 45;
    private static final Duration BETWEEN_POLLS = Duration.ofMinutes(4);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

    @Test
    void oneAnswerAtFullTimeBecomesTheWholeMatch() throws Exception {
        Recording recording = converted(fullTime());

        assertThat(recording.result())
                .isEqualTo(new Recording.FinalScore("FT", new Recording.Score(2, 1), new Recording.Score(1, 0), null));
        assertThat(recording.squads().get(0).players())
                .extracting(Recording.RecordedPlayer::id)
                .containsExactly(5300L, 5301L, 5302L);
        assertThat(recording.squads().get(1).players())
                .extracting(Recording.RecordedPlayer::id)
                .as("the player of an own goal belongs to the other side")
                .containsExactly(6201L, 6202L);
        SettableClock clock =
                new SettableClock(Instant.ofEpochSecond(recording.fixture().startsAt()));
        try (SportmonksSimulator simulator = start(recording, clock)) {
            clock.advance(Duration.ofMinutes(23));
            JsonNode first = fixture(simulator, recording);
            assertThat(first.path("state_id").asInt()).isEqualTo(2);
            assertThat(first.path("events")).hasSize(1);
            assertThat(goals(first)).isEqualTo("1-0");
            clock.advance(Duration.ofMinutes(27));
            assertThat(fixture(simulator, recording).path("state_id").asInt()).isEqualTo(3);
            clock.advance(Duration.ofMinutes(64));
            JsonNode end = fixture(simulator, recording);
            assertThat(end.path("state_id").asInt()).isEqualTo(5);
            assertThat(goals(end)).isEqualTo("2-1");
            assertThat(end.path("events")).hasSize(4);
            assertThat(end.path("lineups").path(0).path("details").findValuesAsText("value"))
                    .contains("4", "7.31");
        }
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Saves each poll of a match, converts the files, and plays the recording beside the original. */
    @Test
    void theAnswersOfAPollAreReplayedAsTheyWere() throws Exception {
        SettableClock clock = new SettableClock(KICK_OFF.minusSeconds(3_600));
        try (SportmonksSimulator original = start(Recording.shipped(), clock)) {
            for (int poll = 0; poll < POLLS; poll++) {
                HttpResponse<String> answer = send(original, Recording.shipped());
                if (answer.statusCode() == 200) {
                    Files.writeString(
                            folder.resolve(clock.instant().toString().replace(':', '-') + ".json"), answer.body());
                }
                clock.advance(BETWEEN_POLLS);
            }
        }
        Recording recording = converted(folder, "--fixture", "990000001");

        assertThat(recording.result()).isEqualTo(Recording.shipped().result());
        SettableClock again = new SettableClock(KICK_OFF.minusSeconds(3_600));
        try (SportmonksSimulator replayed = start(recording, again)) {
            for (int poll = 0; poll < POLLS; poll++) {
                Path saved = folder.resolve(again.instant().toString().replace(':', '-') + ".json");
                if (Files.exists(saved)) {
                    assertThat(comparable(fixture(replayed, recording)))
                            .as(saved.toString())
                            .isEqualTo(comparable(
                                    JSON.readTree(Files.readString(saved)).path("data")));
                }
                again.advance(BETWEEN_POLLS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\": [              | is not JSON",
                "[1, 2]                    | has no fixture",
                "{\"message\": \"No result(s) found\"} | has no fixture",
                "{\"data\": {\"id\": 5}}   | its data is no fixture",
                "{\"data\": {\"id\": 5, \"state_id\": 5}} | has no participants; save answers of a call with include=",
                "{\"data\": [{\"id\": 5, \"state_id\": 5}, {\"id\": 6, \"state_id\": 5}]} | choose one with --fixture: [5, 6]"
            })
    void aFileThatIsNoAnswerIsRefusedWithTheReason(String content, String reason) throws Exception {
        Path file = Files.writeString(folder.resolve("answer.json"), content);
        assertThatThrownBy(() -> convert(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("answer.json")
                .hasMessageContaining(reason);
    }

    @Test
    void aSeriesNeedsDifferentTimes() throws Exception {
        assertThatThrownBy(() -> convert(folder)).hasMessageContaining("has no .json file");
        assertThatThrownBy(() -> convert(folder.resolve("none"))).hasMessageContaining("there is no file or directory");
        Files.copy(fullTime(), folder.resolve("2026-09-12T13-30-00Z.json"));
        Files.copy(fullTime(), folder.resolve("second.json"));
        assertThatThrownBy(() -> convert(folder)).hasMessageContaining("second.json: the name has no time");
        Files.move(folder.resolve("second.json"), folder.resolve("1789219800.json"));
        assertThatThrownBy(() -> convert(folder)).hasMessageContaining("another answer has the same time");
        assertThatThrownBy(() -> convert(folder, "--fixture", "7"))
                .hasMessageContaining("has no fixture 7; it has [19134453]");
    }

    @Test
    void aMatchThatIsNotOverIsConvertedWithAWarning() throws Exception {
        String live = Files.readString(fullTime()).replace("\"state_id\": 5", "\"state_id\": 22");
        Recording recording = converted(Files.writeString(folder.resolve("live.json"), live));
        assertThat(recording.result()).isNull();
        assertThat(warnings.toString(StandardCharsets.UTF_8)).contains("in state INPLAY_2ND_HALF");
    }

    private static Path fullTime() {
        return Path.of(Objects.requireNonNull(ConvertCommandTest.class.getResource("full-time.json"))
                .getPath());
    }

    private Recording converted(Path answers, String... options) throws Exception {
        return Recording.read(convert(answers, options));
    }

    private Path convert(Path answers, String... options) throws Exception {
        Path recording = Files.createTempDirectory(folder, "converted").resolve("recording.json");
        List<String> args = new ArrayList<>(List.of("convert", answers.toString(), "--output", recording.toString()));
        args.addAll(List.of(options));
        try (PrintStream err = new PrintStream(warnings, true, StandardCharsets.UTF_8)) {
            assertThat(ConvertCommand.parse(args.toArray(new String[0])).run(err, err))
                    .isZero();
        }
        return recording;
    }

    private static SportmonksSimulator start(Recording recording, SettableClock clock) {
        return SportmonksSimulator.start(
                List.of(recording),
                SimulatorOptions.defaults()
                        .withClock(clock)
                        .withKickOffDelay(Duration.between(
                                clock.instant(),
                                Instant.ofEpochSecond(recording.fixture().startsAt()))));
    }

    private JsonNode fixture(SportmonksSimulator simulator, Recording recording) throws Exception {
        return JSON.readTree(send(simulator, recording).body()).path("data");
    }

    private HttpResponse<String> send(SportmonksSimulator simulator, Recording recording) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/fixtures/"
                                + recording.fixture().id() + ALL))
                        .header("Authorization", simulator.token())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String goals(JsonNode fixture) {
        return fixture.path("scores").path(0).path("score").path("goals").asInt() + "-"
                + fixture.path("scores")
                        .valueStream()
                        .filter(row -> row.path("description").asText().equals("CURRENT"))
                        .filter(row ->
                                row.path("score").path("participant").asText().equals("away"))
                        .map(row -> row.path("score").path("goals").asText())
                        .findFirst()
                        .orElse("?");
    }

    /** Periods begin at the poll that showed them; everything else is the same. */
    private static JsonNode comparable(JsonNode fixture) {
        ObjectNode copy = ((ObjectNode) fixture.deepCopy()).without(List.of("periods", "participants"));
        copy.path("lineups").forEach(row -> row.path("details").forEach(detail -> ((ObjectNode) detail).remove("id")));
        return copy;
    }
}
