package touchline.sandbox.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import touchline.simulator.match.MatchState;

/** Builds the recording of a fixture from its answers. */
final class RecordingBuilder {
    private static final int OWN_GOAL = 15;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<SavedFixture> series;
    private final SavedFixture first;
    private final SavedFixture last;

    /** @param series in the order of the polls; at least one */
    RecordingBuilder(List<SavedFixture> series) {
        this.series = series;
        this.first = series.get(0);
        this.last = series.get(series.size() - 1);
        for (String side : List.of("home", "away")) {
            if (TimelineWriter.team(last, side) == 0) {
                throw new IllegalArgumentException(last.file() + ": the fixture has no " + side + " team");
            }
        }
    }

    ObjectNode build() {
        ObjectNode recording = JSON.createObjectNode()
                .put("source", "saved answers of Sportmonks")
                .put("synthetic", false);
        recording.set("fixture", fixture());
        recording.set("squads", squads());
        recording.set("timeline", timeline());
        recording.set("final", result());
        return recording;
    }

    /** Whether the last answer shows an end to which a recording can be checked. */
    boolean isComplete() {
        return MatchState.isOver(last.stateId());
    }

    private ObjectNode fixture() {
        ObjectNode fixture = JSON.createObjectNode()
                .put("id", first.id())
                .put("league_id", first.node().path("league_id").asLong())
                .put("season_id", first.node().path("season_id").asLong())
                .put("name", first.node().path("name").asText(""))
                .put("starting_at_timestamp", first.kickOff());
        ArrayNode participants = fixture.putArray("participants");
        for (JsonNode team : last.node().path("participants")) {
            participants
                    .addObject()
                    .put("id", team.path("id").asLong())
                    .put("name", team.path("name").asText(""))
                    .put("short_code", team.path("short_code").asText(""))
                    .putObject("meta")
                    .put("location", team.path("meta").path("location").asText(""));
        }
        return fixture;
    }

    private ArrayNode timeline() {
        TimelineWriter timeline = new TimelineWriter();
        new FirstAnswer(first, timeline).write();
        for (int n = 1; n < series.size(); n++) {
            new NextAnswer(series.get(n - 1), series.get(n), first.kickOff(), timeline).write(first.kickOff());
        }
        return timeline.write();
    }

    /** Players of the line-ups, and those whom only events name. */
    private ArrayNode squads() {
        ArrayNode squads = JSON.createArrayNode();
        for (JsonNode team : last.node().path("participants")) {
            long id = team.path("id").asLong();
            ArrayNode players = squads.addObject()
                    .put("team_id", id)
                    .put("team_name", team.path("name").asText(""))
                    .putArray("players");
            Map<Long, ObjectNode> ofTeam = new TreeMap<>();
            for (SavedFixture answer : series) {
                answer.events().forEach(event -> named(event, id, ofTeam));
            }
            for (SavedFixture answer : series) {
                answer.lineUps().stream()
                        .filter(row -> row.path("team_id").asLong() == id)
                        .forEach(row -> ofTeam.put(row.path("player_id").asLong(), player(row)));
            }
            ofTeam.values().forEach(players::add);
        }
        return squads;
    }

    private static ObjectNode player(JsonNode row) {
        ObjectNode player = JSON.createObjectNode()
                .put("player_id", row.path("player_id").asLong())
                .put("player_name", row.path("player_name").asText(""))
                .put("position_id", row.path("position_id").asInt());
        if (row.path("jersey_number").canConvertToInt()) {
            player.put("jersey_number", row.path("jersey_number").asInt());
        }
        return player;
    }

    private void named(JsonNode event, long team, Map<Long, ObjectNode> players) {
        boolean ofGainingSide = event.path("participant_id").asLong() == team;
        boolean ofTeam = event.path("type_id").asInt() == OWN_GOAL ? !ofGainingSide : ofGainingSide;
        if (!ofTeam) {
            return;
        }
        for (String role : new TreeSet<>(List.of("player", "related_player"))) {
            long id = event.path(role + "_id").asLong();
            if (id > 0) {
                players.putIfAbsent(
                        id,
                        JSON.createObjectNode()
                                .put("player_id", id)
                                .put("player_name", event.path(role + "_name").asText(""))
                                .put("position_id", 0));
            }
        }
    }

    private JsonNode result() {
        if (!isComplete()) {
            return JSON.nullNode();
        }
        int home = last.goals("CURRENT", "home").orElse(0);
        int away = last.goals("CURRENT", "away").orElse(0);
        ObjectNode result = JSON.createObjectNode().put("state", last.stateName());
        result.putObject("score").put("home", home).put("away", away);
        result.set("penalties", pair("PENALTY_SHOOTOUT"));
        result.set("halftime", pair("1ST_HALF"));
        return result.put("goals", home + away);
    }

    private JsonNode pair(String description) {
        Optional<Integer> home = last.goals(description, "home");
        Optional<Integer> away = last.goals(description, "away");
        return home.isPresent() && away.isPresent()
                ? JSON.createArrayNode().add(home.get()).add(away.get())
                : JSON.nullNode();
    }
}
