package touchline.simulator.match;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Counts a team's goals among the events that are listed, those taken back left out. */
public final class Goals {
    /** Goal, own goal (listed under the side that gains), penalty. */
    private static final Set<Integer> IN_PLAY = Set.of(14, 15, 16);

    private static final int IN_SHOOT_OUT = 23;

    private Goals() {}

    public static int inPlay(List<? extends JsonNode> events, long team, Predicate<Period.Kind> when) {
        return count(
                events,
                team,
                event -> IN_PLAY.contains(event.path("type_id").asInt())
                        && when.test(Period.Kind.ofMinute(event.path("minute").asInt())));
    }

    public static int inShootOut(List<? extends JsonNode> events, long team) {
        return count(events, team, event -> event.path("type_id").asInt() == IN_SHOOT_OUT);
    }

    private static int count(List<? extends JsonNode> events, long team, Predicate<JsonNode> counts) {
        return (int) events.stream()
                .filter(event -> event.path("participant_id").asLong() == team)
                .filter(event -> !event.path("rescinded").asBoolean())
                .filter(counts)
                .count();
    }
}
