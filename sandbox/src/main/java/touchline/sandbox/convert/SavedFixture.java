package touchline.sandbox.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import touchline.simulator.match.MatchState;

/**
 * A fixture of one saved answer.
 *
 * @param file for messages
 * @param polledAt the time in the name of the file; empty if it has none
 */
record SavedFixture(String file, Optional<Instant> polledAt, ObjectNode node) {
    private static final DateTimeFormatter STARTING_AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    long id() {
        return node.path("id").asLong();
    }

    /** In seconds since 1970. */
    long kickOff() {
        if (node.path("starting_at_timestamp").asLong() > 0) {
            return node.path("starting_at_timestamp").asLong();
        }
        try {
            return LocalDateTime.parse(node.path("starting_at").asText(""), STARTING_AT)
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            throw new IllegalArgumentException(
                    file + ": the fixture has neither starting_at_timestamp nor a readable starting_at");
        }
    }

    int stateId() {
        return node.path("state_id").asInt();
    }

    String stateName() {
        return MatchState.byId(stateId())
                .map(state -> state.developerName)
                .orElse(node.path("state").path("developer_name").asText("UNKNOWN"));
    }

    /** Seconds from the original kick-off to the poll. */
    long polledAfter(long originalKickOff) {
        return polledAt.orElseThrow().getEpochSecond() - originalKickOff;
    }

    List<ObjectNode> events() {
        return objects("events").filter(event -> event.path("id").asLong() > 0).toList();
    }

    List<ObjectNode> lineUps() {
        return objects("lineups")
                .filter(row -> row.path("player_id").asLong() > 0)
                .toList();
    }

    List<ObjectNode> periods() {
        return objects("periods")
                .filter(period -> period.path("started").asLong() > 0)
                .sorted((one, other) -> Long.compare(
                        one.path("started").asLong(), other.path("started").asLong()))
                .toList();
    }

    /** The goals of a side; empty where the answer doesn't have them. */
    Optional<Integer> goals(String description, String side) {
        return objects("scores")
                .filter(row -> row.path("description").asText().equals(description))
                .filter(row -> row.path("score").path("participant").asText().equals(side))
                .map(row -> row.path("score").path("goals"))
                .filter(goals -> !goals.isNull() && !goals.isMissingNode())
                .map(JsonNode::asInt)
                .findFirst();
    }

    private Stream<ObjectNode> objects(String relation) {
        return node.path(relation)
                .valueStream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }
}
