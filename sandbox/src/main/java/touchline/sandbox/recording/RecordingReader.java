package touchline.sandbox.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.sandbox.recording.Recording.FinalScore;
import touchline.sandbox.recording.Recording.RecordedFixture;
import touchline.sandbox.recording.Recording.RecordedPlayer;
import touchline.sandbox.recording.Recording.RecordedSquad;
import touchline.sandbox.recording.Recording.RecordedTeam;
import touchline.sandbox.recording.Recording.Score;

/** Reads recordings; kinds of entries that it doesn't know are left out. */
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
        try (InputStream input = RecordingReader.class.getResourceAsStream("/touchline/sandbox/" + SHIPPED)) {
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
                    timeline(root.required("timeline")),
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

    private static List<TimelineEntry> timeline(JsonNode nodes) {
        List<TimelineEntry> entries = new ArrayList<>();
        for (JsonNode node : nodes) {
            entry(node, node.required("at").asDouble()).ifPresent(entries::add);
        }
        entries.sort(Comparator.comparingDouble(TimelineEntry::at)); // stable: those of one second stay in order
        return entries;
    }

    private static Optional<TimelineEntry> entry(JsonNode node, double at) {
        if (node.has("state_id")) {
            return Optional.of(
                    new TimelineEntry.StateEntered(at, node.path("state_id").asInt()));
        }
        if (node.path("event") instanceof ObjectNode event) {
            return Optional.of(new TimelineEntry.EventListed(at, event));
        }
        if (node.has("rescind")) {
            return Optional.of(
                    new TimelineEntry.EventRescinded(at, node.path("rescind").asLong()));
        }
        if (node.has("remove")) {
            return Optional.of(
                    new TimelineEntry.EventRemoved(at, node.path("remove").asLong()));
        }
        if (node.path("patch") instanceof ObjectNode fields) {
            return Optional.of(
                    new TimelineEntry.EventPatched(at, fields.path("id").asLong(), fields));
        }
        return Fault.byWord(node.path("fault").asText(""))
                .map(fault -> new TimelineEntry.FeedFails(
                        at, fault, node.path("seconds").asDouble(0)));
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
