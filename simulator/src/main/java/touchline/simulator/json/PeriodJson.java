package touchline.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import touchline.simulator.match.MatchClock;
import touchline.simulator.match.MatchMoment;
import touchline.simulator.match.Period;

/** Writes the periods of a fixture that have begun. */
final class PeriodJson {
    private PeriodJson() {}

    static long id(long fixture, Period.Kind kind) {
        return fixture * 10 + kind.typeId;
    }

    static ArrayNode write(long fixture, MatchMoment moment, MatchClock clock) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ArrayNode periods = json.arrayNode();
        for (Period period : moment.periods()) {
            Period.Kind kind = period.kind();
            Double ended = period.ended();
            double played = period.playedAt(moment.second());
            ObjectNode node = periods.addObject()
                    .put("id", id(fixture, kind))
                    .put("fixture_id", fixture)
                    .put("type_id", kind.typeId)
                    .put("started", clock.instantOf(period.started()).getEpochSecond());
            node.set(
                    "ended",
                    ended == null
                            ? json.nullNode()
                            : json.numberNode(clock.instantOf(ended).getEpochSecond()));
            node.put("counts_from", kind.countsFrom)
                    .put("ticking", ended == null)
                    .put("sort_order", kind.typeId)
                    .put("description", kind.description)
                    .putNull("time_added")
                    .put("period_length", kind.lastMinute - kind.countsFrom)
                    .put("minutes", kind.countsFrom + (int) (played / 60))
                    .put("seconds", (int) (played % 60));
        }
        return periods;
    }
}
