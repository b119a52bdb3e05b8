package touchline.simulator.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.Recording.RecordedSquad;

/** Writes a squad in the feed's words. */
public final class SquadJson {
    private SquadJson() {}

    public static List<ObjectNode> write(RecordedSquad squad, Set<String> includes) {
        List<ObjectNode> entries = new ArrayList<>();
        for (RecordedPlayer player : squad.players()) {
            ObjectNode entry = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", player.id() * 10)
                    .putNull("transfer_id")
                    .put("player_id", player.id())
                    .put("team_id", squad.teamId())
                    .put("position_id", player.positionId())
                    .putNull("detailed_position_id")
                    .put("jersey_number", player.jerseyNumber())
                    .putNull("start")
                    .putNull("end")
                    .put("captain", false);
            if (includes.contains("player")) {
                entry.putObject("player")
                        .put("id", player.id())
                        .put("sport_id", 1)
                        .put("position_id", player.positionId())
                        .put("common_name", player.name())
                        .put("name", player.name())
                        .put("display_name", player.name())
                        .put("date_of_birth", player.dateOfBirth())
                        .putNull("image_path");
            }
            entries.add(entry);
        }
        return entries;
    }
}
