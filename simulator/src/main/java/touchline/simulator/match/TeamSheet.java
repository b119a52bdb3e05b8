package touchline.simulator.match;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The line-ups of both teams.
 *
 * @param players rows in the feed's terms; empty until the line-ups are known
 * @param details recorded details by player, each by the id of its type
 */
public record TeamSheet(List<ObjectNode> players, Map<Long, ObjectNode> details) {
    public ObjectNode recordedDetails(long player) {
        return details.getOrDefault(player, JsonNodeFactory.instance.objectNode());
    }
}
