package touchline.simulator.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.simulator.recording.Recording.FinalScore;
import touchline.simulator.recording.Recording.RecordedFixture;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.Recording.RecordedSquad;
import touchline.simulator.recording.Recording.RecordedTeam;
import touchline.simulator.recording.Recording.Score;

/** Reads recordings. */
final class RecordingReader {
    private static final String SHIPPED = "matches/touchline-derby.json";

    private RecordingReader() {}

    static Recording read(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            return read(input, file.toString());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The recording " + file + " can't be read", unreadable);
        }
    }

    static Recording shipped() {
        try (InputStream input = RecordingReader.class.getResourceAsStream("/touchline/simulator/" + SHIPPED)) {
            if (input == null) {
                throw new IllegalStateException(SHIPPED + " is missing from the build");
            }
            return read(input, SHIPPED);
        } catch (IOException unreadable) {
            throw new IllegalStateException(SHIPPED + " can't be read", unreadable);
        }
    }

    private static Recording read(InputStream input, String name) throws IOException {
        JsonNode root = JsonMapper.builder().build().readTree(input);
        try {
            return new Recording(
                    fixture(root.required("fixture")),
                    squads(root.required("squads")),
                    TimelineReader.read(root.required("timeline")),
                    result(root.path("final")));
        } catch (IllegalArgumentException incomplete) {
            throw new IllegalArgumentException(name + " is no recording: " + incomplete.getMessage(), incomplete);
        }
    }

    private static RecordedFixture fixture(JsonNode node) {
        return new RecordedFixture(
                node.required("id").asLong(),
                node.required("league_id").asLong(),
                node.path("season_id").asLong(),
                node.path("name").asText(""),
                node.path("starting_at_timestamp").asLong(),
                team(node.required("participants"), "home"),
                team(node.required("participants"), "away"));
    }

    private static RecordedTeam team(JsonNode participants, String location) {
        for (JsonNode team : participants) {
            if (team.path("meta").path("location").asText().equals(location)) {
                return new RecordedTeam(
                        team.required("id").asLong(),
                        team.path("name").asText(""),
                        team.path("short_code").asText(""));
            }
        }
        throw new IllegalArgumentException("it has no " + location + " team");
    }

    private static List<RecordedSquad> squads(JsonNode nodes) {
        List<RecordedSquad> squads = new ArrayList<>();
        for (JsonNode node : nodes) {
            List<RecordedPlayer> players = new ArrayList<>();
            for (JsonNode player : node.required("players")) {
                players.add(new RecordedPlayer(
                        player.required("player_id").asLong(),
                        player.path("player_name").asText(""),
                        player.path("position_id").asInt(),
                        player.path("jersey_number").isInt()
                                ? player.path("jersey_number").asInt()
                                : null,
                        player.path("date_of_birth").isTextual()
                                ? player.path("date_of_birth").asText()
                                : null));
            }
            squads.add(new RecordedSquad(
                    node.required("team_id").asLong(), node.path("team_name").asText(""), players));
        }
        return squads;
    }

    private static @Nullable FinalScore result(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        JsonNode score = node.path("score");
        return new FinalScore(
                node.path("state").asText(""),
                new Score(score.path("home").asInt(), score.path("away").asInt()),
                pair(node.path("halftime")),
                pair(node.path("penalties")));
    }

    private static @Nullable Score pair(JsonNode node) {
        return node.isArray() ? new Score(node.path(0).asInt(), node.path(1).asInt()) : null;
    }
}
