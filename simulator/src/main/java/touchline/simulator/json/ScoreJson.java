package touchline.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import touchline.simulator.match.Goals;
import touchline.simulator.match.MatchMoment;
import touchline.simulator.match.MatchState;
import touchline.simulator.match.Period;
import touchline.simulator.match.Period.Kind;
import touchline.simulator.recording.Recording;
import touchline.simulator.recording.Recording.FinalScore;
import touchline.simulator.recording.Recording.RecordedFixture;

/** Writes the scores that the feed keeps: the current one, and one for each stretch of the match that has begun. */
final class ScoreJson {
    private static final Set<Kind> REGULAR = Set.of(Kind.FIRST_HALF, Kind.SECOND_HALF);
    private static final Set<Kind> EXTRA = Set.of(Kind.ET_FIRST_HALF, Kind.ET_SECOND_HALF);

    private final Recording recording;
    private final MatchMoment moment;
    private final Set<Kind> begun;

    ScoreJson(Recording recording, MatchMoment moment) {
        this.recording = recording;
        this.moment = moment;
        this.begun = moment.periods().stream().map(Period::kind).collect(Collectors.toSet());
    }

    ArrayNode write() {
        ArrayNode scores = JsonNodeFactory.instance.arrayNode();
        RecordedFixture fixture = recording.fixture();
        if (moment.hasKickedOff()) {
            side(scores, fixture.home().id(), "home");
            side(scores, fixture.away().id(), "away");
        }
        return scores;
    }

    private void side(ArrayNode scores, long team, String location) {
        List<ObjectNode> events = moment.events();
        add(scores, team, location, 1525, "CURRENT", Goals.inPlay(events, team, kind -> true));
        add(scores, team, location, 1, "1ST_HALF", Goals.inPlay(events, team, Kind.FIRST_HALF::equals));
        if (begun.contains(Kind.SECOND_HALF)) {
            add(scores, team, location, 2, "2ND_HALF", Goals.inPlay(events, team, REGULAR::contains));
            add(scores, team, location, 48996, "2ND_HALF_ONLY", Goals.inPlay(events, team, Kind.SECOND_HALF::equals));
        }
        if (begun.contains(Kind.ET_FIRST_HALF)) {
            add(scores, team, location, 3, "ET", Goals.inPlay(events, team, EXTRA::contains));
        }
        if (begun.contains(Kind.PENALTIES)) {
            add(scores, team, location, 5, "PENALTY_SHOOTOUT", shootOut(team, location));
        }
    }

    /** Most recordings know only how the shoot-out ended. */
    private int shootOut(long team, String location) {
        int listed = Goals.inShootOut(moment.events(), team);
        FinalScore result = recording.result();
        Recording.Score penalties = result == null ? null : result.penalties();
        if (listed > 0 || penalties == null || moment.stateId() != MatchState.FT_PEN.id) {
            return listed;
        }
        return location.equals("home") ? penalties.home() : penalties.away();
    }

    private void add(ArrayNode scores, long team, String location, int typeId, String description, int goals) {
        long fixture = recording.fixture().id();
        scores.addObject()
                .put("id", fixture * 100 + scores.size())
                .put("fixture_id", fixture)
                .put("type_id", typeId)
                .put("participant_id", team)
                .put("description", description)
                .putObject("score")
                .put("goals", goals)
                .put("participant", location);
    }
}
