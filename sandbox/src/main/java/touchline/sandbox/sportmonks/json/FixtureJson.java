package touchline.sandbox.sportmonks.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import touchline.sandbox.match.Goals;
import touchline.sandbox.match.MatchMoment;
import touchline.sandbox.match.Period;
import touchline.sandbox.match.SimulatedMatch;
import touchline.sandbox.recording.Recording;
import touchline.sandbox.recording.Recording.FinalScore;
import touchline.sandbox.recording.Recording.RecordedFixture;
import touchline.sandbox.recording.Recording.RecordedTeam;

/** Writes a fixture in the feed's words, with those of its relations that were asked for. */
public final class FixtureJson {
    private static final DateTimeFormatter STARTING_AT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final List<String> EVENT_FIELDS_OFTEN_NULL = List.of(
            "period_id",
            "participant_id",
            "sub_type_id",
            "player_id",
            "related_player_id",
            "player_name",
            "related_player_name",
            "result",
            "info",
            "addition",
            "minute",
            "extra_minute",
            "injured",
            "on_bench");

    private final SimulatedMatch match;
    private final MatchMoment snapshot;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    public FixtureJson(SimulatedMatch match, Instant now) {
        this.match = match;
        this.snapshot = match.at(now);
    }

    /** @param includes names of relations, without what is nested in them */
    public ObjectNode write(Set<String> includes, boolean withEvents) {
        ObjectNode node = base();
        if (includes.contains("participants")) {
            node.set("participants", participants());
        }
        if (includes.contains("scores")) {
            node.set("scores", new ScoreJson(match.recording(), snapshot).write());
        }
        if (includes.contains("events")) {
            node.set("events", withEvents ? events() : json.arrayNode());
        }
        if (includes.contains("state")) {
            node.set("state", ReferenceJson.state(snapshot.stateId()));
        }
        if (includes.contains("periods")) {
            node.set("periods", periods());
        }
        if (includes.contains("lineups")) {
            node.set("lineups", json.arrayNode());
        }
        return node;
    }

    private ObjectNode base() {
        RecordedFixture fixture = match.recording().fixture();
        Instant kickOff = match.clock().kickOff();
        return json.objectNode()
                .put("id", fixture.id())
                .put("sport_id", 1)
                .put("league_id", fixture.leagueId())
                .put("season_id", fixture.seasonId())
                .putNull("stage_id")
                .putNull("group_id")
                .putNull("aggregate_id")
                .putNull("round_id")
                .put("state_id", snapshot.stateId())
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
        if (snapshot.overSince() == null) {
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
                ? Goals.inShootOut(snapshot.events(), team)
                : home ? penalties.home() : penalties.away();
        return Goals.inPlay(snapshot.events(), team, kind -> true) * 100 + shootOut;
    }

    private ArrayNode events() {
        ArrayNode events = json.arrayNode();
        for (ObjectNode recorded : snapshot.events()) {
            ObjectNode event = recorded.deepCopy();
            event.put("fixture_id", match.recording().fixture().id());
            EVENT_FIELDS_OFTEN_NULL.stream().filter(field -> !event.has(field)).forEach(event::putNull);
            if (event.path("period_id").isNull()) {
                event.put(
                        "period_id",
                        periodId(Period.Kind.ofMinute(event.path("minute").asInt())));
            }
            if (!event.has("rescinded")) {
                event.put("rescinded", false);
            }
            events.add(event);
        }
        return events;
    }

    private ArrayNode periods() {
        ArrayNode periods = json.arrayNode();
        for (Period period : snapshot.periods()) {
            Period.Kind kind = period.kind();
            Double ended = period.ended();
            double played = period.playedAt(snapshot.second());
            ObjectNode node = periods.addObject()
                    .put("id", periodId(kind))
                    .put("fixture_id", match.recording().fixture().id())
                    .put("type_id", kind.typeId)
                    .put("started", match.clock().instantOf(period.started()).getEpochSecond());
            node.set(
                    "ended",
                    ended == null
                            ? json.nullNode()
                            : json.numberNode(match.clock().instantOf(ended).getEpochSecond()));
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

    private long periodId(Period.Kind kind) {
        return match.recording().fixture().id() * 10 + kind.typeId;
    }
}
