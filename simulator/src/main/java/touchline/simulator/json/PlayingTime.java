package touchline.simulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import touchline.simulator.match.MatchMoment;
import touchline.simulator.match.Period;

/** Minutes on the pitch, from the line-up, the substitutions and the red cards. Stoppage time counts nothing. */
final class PlayingTime {
    private static final int STARTING = 11;
    private static final int SUBSTITUTION = 18;
    private static final Set<Integer> SENT_OFF = Set.of(20, 21);

    private final MatchMoment moment;

    PlayingTime(MatchMoment moment) {
        this.moment = moment;
    }

    /** Empty for a player who hasn't come on. */
    OptionalInt of(long player, int lineUpType) {
        OptionalInt on = lineUpType == STARTING
                ? OptionalInt.of(0)
                : minute(event -> is(event, SUBSTITUTION) && names(event, "player_id", player));
        if (on.isEmpty() || moment.periods().isEmpty()) {
            return OptionalInt.empty();
        }
        int off = minute(event -> (is(event, SUBSTITUTION) && names(event, "related_player_id", player))
                        || (SENT_OFF.contains(event.path("type_id").asInt()) && names(event, "player_id", player)))
                .orElse(now());
        return OptionalInt.of(Math.max(0, Math.min(off, now()) - on.getAsInt()));
    }

    private int now() {
        return moment.periods().stream()
                .max(Comparator.comparingDouble(Period::started))
                .map(period -> Math.min(
                        period.kind().lastMinute,
                        period.ended() == null
                                ? period.kind().countsFrom + (int) (period.playedAt(moment.second()) / 60)
                                : period.kind().lastMinute))
                .orElse(0);
    }

    private OptionalInt minute(Predicate<JsonNode> wanted) {
        return moment.events().stream()
                .filter(event -> !event.path("rescinded").asBoolean())
                .filter(wanted)
                .mapToInt(event -> event.path("minute").asInt())
                .findFirst();
    }

    private static boolean is(JsonNode event, int type) {
        return event.path("type_id").asInt() == type;
    }

    private static boolean names(JsonNode event, String field, long player) {
        return event.path(field).asLong() == player;
    }
}
