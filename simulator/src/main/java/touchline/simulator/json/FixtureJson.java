package touchline.simulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import touchline.simulator.match.Goals;
import touchline.simulator.match.MatchMoment;
import touchline.simulator.match.SimulatedMatch;
import touchline.simulator.recording.Recording;
import touchline.simulator.recording.Recording.FinalScore;
import touchline.simulator.recording.Recording.RecordedFixture;
import touchline.simulator.recording.Recording.RecordedTeam;

/** Writes a fixture in the feed's terms, with the relations that the call includes. */
public final class FixtureJson {
    private static final DateTimeFormatter STARTING_AT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Set<String> RELATIONS =
            Set.of("participants", "scores", "events", "state", "periods", "lineups");

    private final SimulatedMatch match;
    private final MatchMoment moment;
    private final Instant kickOff;
    private final long fixtureId;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    public FixtureJson(SimulatedMatch match, Instant now) {
        this.match = match;
        this.moment = match.at(now);
        this.kickOff = match.kickOff(now);
        this.fixtureId = match.recording().fixture().id();
    }

    /**
     * Writes the fixture.
     *
     * @param includes names of relations, also of nested ones as {@code lineups.details}
     */
    public ObjectNode write(Set<String> includes) {
        ObjectNode node = base();
        RELATIONS.stream()
                .filter(includes::contains)
                .sorted()
                .forEach(name -> node.set(name, relation(name, includes)));
        moment.appearance().fields().properties().stream()
                .filter(field -> !RELATIONS.contains(field.getKey()) || includes.contains(field.getKey()))
                .forEach(field -> node.set(field.getKey(), field.getValue().deepCopy()));
        return node;
    }

    private JsonNode relation(String name, Set<String> includes) {
        return switch (name) {
            case "participants" -> participants();
            case "scores" -> new ScoreJson(match.recording(), moment).write();
            case "events" -> EventJson.write(fixtureId, moment.events());
            case "state" -> ReferenceJson.state(moment.stateId());
            case "periods" -> PeriodJson.write(fixtureId, moment, match.clock());
            default -> new LineUpJson(fixtureId, moment).write(includes.contains("lineups.details"));
        };
    }

    private ObjectNode base() {
        RecordedFixture fixture = match.recording().fixture();
        return json.objectNode()
                .put("id", fixture.id())
                .put("sport_id", 1)
                .put("league_id", fixture.leagueId())
                .put("season_id", fixture.seasonId())
                .putNull("stage_id")
                .putNull("group_id")
                .putNull("aggregate_id")
                .putNull("round_id")
                .put("state_id", moment.stateId())
                .putNull("venue_id")
                .put("name", fixture.name())
                .put("starting_at", STARTING_AT.format(kickOff))
                .putNull("result_info")
                .put("leg", "1/1")
                .putNull("details")
                .put("length", 90)
                .put("placeholder", false)
                .put("has_odds", false)
                .put("starting_at_timestamp", kickOff.getEpochSecond());
    }

    private ArrayNode participants() {
        RecordedFixture fixture = match.recording().fixture();
        return json.arrayNode()
                .add(participant(fixture.home(), fixture.away(), "home"))
                .add(participant(fixture.away(), fixture.home(), "away"));
    }

    private ObjectNode participant(RecordedTeam team, RecordedTeam other, String location) {
        ObjectNode node = json.objectNode()
                .put("id", team.id())
                .put("sport_id", 1)
                .put("name", team.name())
                .put("short_code", team.shortCode())
                .putNull("image_path");
        node.putObject("meta").put("location", location).set("winner", winner(team.id(), other.id()));
        ((ObjectNode) node.path("meta")).putNull("position");
        return node;
    }

    private JsonNode winner(long team, long other) {
        if (moment.overSince() == null) {
            return json.nullNode();
        }
        return json.booleanNode(strength(team) > strength(other));
    }

    /** Goals first, the shoot-out second. */
    private int strength(long team) {
        FinalScore result = match.recording().result();
        Recording.Score penalties = result == null ? null : result.penalties();
        boolean home = match.recording().fixture().home().id() == team;
        int shootOut = penalties == null
                ? Goals.inShootOut(moment.events(), team)
                : home ? penalties.home() : penalties.away();
        return Goals.inPlay(moment.events(), team, kind -> true) * 100 + shootOut;
    }
}
