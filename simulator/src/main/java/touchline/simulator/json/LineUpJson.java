package touchline.simulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import touchline.simulator.match.MatchMoment;

/** Writes the line-ups of a fixture. Goals, assists and minutes of a player are counted where the recording has none. */
final class LineUpJson {
    private static final Set<Integer> GOALS = Set.of(14, 16);
    private static final int GOAL_DETAIL = 52;
    private static final int ASSIST_DETAIL = 79;
    private static final int MINUTES_DETAIL = 119;
    private static final List<String> OFTEN_NULL =
            List.of("position_id", "formation_field", "formation_position", "player_name", "jersey_number");

    private final long fixture;
    private final MatchMoment moment;
    private final PlayingTime playingTime;

    LineUpJson(long fixture, MatchMoment moment) {
        this.fixture = fixture;
        this.moment = moment;
        this.playingTime = new PlayingTime(moment);
    }

    ArrayNode write(boolean withDetails) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode player : moment.teamSheet().players()) {
            ObjectNode row = player.deepCopy();
            long id = fixture * 100 + rows.size();
            row.put("id", id).put("sport_id", 1).put("fixture_id", fixture);
            OFTEN_NULL.stream().filter(field -> !row.has(field)).forEach(row::putNull);
            if (withDetails) {
                row.set("details", details(row, id));
            }
            rows.add(row);
        }
        return rows;
    }

    private ArrayNode details(ObjectNode row, long rowId) {
        long player = row.path("player_id").asLong();
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        long goals = count(event -> GOALS.contains(event.path("type_id").asInt())
                && event.path("player_id").asLong() == player);
        long assists = count(event -> GOALS.contains(event.path("type_id").asInt())
                && event.path("related_player_id").asLong() == player);
        if (goals > 0) {
            values.put(Integer.toString(GOAL_DETAIL), goals);
        }
        if (assists > 0) {
            values.put(Integer.toString(ASSIST_DETAIL), assists);
        }
        playingTime
                .of(player, row.path("type_id").asInt())
                .ifPresent(minutes -> values.put(Integer.toString(MINUTES_DETAIL), minutes));
        values.setAll(moment.teamSheet().recordedDetails(player));
        ArrayNode details = JsonNodeFactory.instance.arrayNode();
        values.properties().forEach(value -> details.add(detail(row, rowId, value.getKey(), value.getValue())));
        return details;
    }

    private ObjectNode detail(ObjectNode row, long rowId, String type, JsonNode value) {
        ObjectNode detail = JsonNodeFactory.instance
                .objectNode()
                .put("id", rowId * 1_000 + Long.parseLong(type))
                .put("fixture_id", fixture)
                .put("lineup_id", rowId)
                .put("type_id", Integer.parseInt(type));
        detail.set("player_id", row.path("player_id"));
        detail.set("team_id", row.path("team_id"));
        detail.putObject("data").set("value", value);
        return detail;
    }

    private long count(Predicate<ObjectNode> wanted) {
        return moment.events().stream()
                .filter(event -> !event.path("rescinded").asBoolean())
                .filter(wanted)
                .count();
    }
}
