package touchline.jobs.sportmonks.feed;

import static touchline.jobs.sportmonks.feed.Fields.flag;
import static touchline.jobs.sportmonks.feed.Fields.integer;
import static touchline.jobs.sportmonks.feed.Fields.listOf;
import static touchline.jobs.sportmonks.feed.Fields.number;
import static touchline.jobs.sportmonks.feed.Fields.requiredInteger;
import static touchline.jobs.sportmonks.feed.Fields.requiredNumber;
import static touchline.jobs.sportmonks.feed.Fields.seconds;
import static touchline.jobs.sportmonks.feed.Fields.text;
import static touchline.jobs.sportmonks.feed.Fields.textOr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what the feed says of a fixture. */
final class FixtureReader {
    private static final DateTimeFormatter STARTING_AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Comparator<FeedEvent> FEED_ORDER =
            Comparator.comparingInt(FeedEvent::sortOrder).thenComparingLong(FeedEvent::id);

    private FixtureReader() {}

    static FeedFixture fixture(JsonNode node) throws FeedException {
        JsonNode state =
                node.path("state_id").isMissingNode() ? node.path("state").path("id") : node.path("state_id");
        List<FeedTeam> teams = listOf(node.path("participants"), FixtureReader::team);
        return new FeedFixture(
                requiredNumber(node.path("id"), "fixture.id"),
                requiredNumber(node.path("league_id"), "fixture.league_id"),
                textOr(node.path("name"), ""),
                kickOff(node),
                requiredInteger(state, "fixture.state_id"),
                teams,
                listOf(node.path("scores"), score -> score(score, teams)),
                listOf(node.path("events"), FixtureReader::event).stream()
                        .sorted(FEED_ORDER)
                        .toList(),
                listOf(node.path("periods"), FixtureReader::period));
    }

    private static @Nullable Instant kickOff(JsonNode node) throws FeedException {
        Instant timestamp = seconds(node.path("starting_at_timestamp"));
        String text = text(node.path("starting_at"));
        if (timestamp != null || text == null) {
            return timestamp;
        }
        try {
            return LocalDateTime.parse(text, STARTING_AT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw new FeedException(FeedException.Reason.MALFORMED, "fixture.starting_at is no time");
        }
    }

    private static FeedTeam team(JsonNode node) throws FeedException {
        return new FeedTeam(
                requiredNumber(node.path("id"), "participant.id"),
                textOr(node.path("name"), ""),
                textOr(node.path("short_code"), ""),
                side(node.path("meta").path("location")));
    }

    private static FeedTeam.Side side(JsonNode location) {
        return switch (location.asText("")) {
            case "home" -> FeedTeam.Side.HOME;
            case "away" -> FeedTeam.Side.AWAY;
            default -> FeedTeam.Side.UNKNOWN;
        };
    }

    private static FeedScore score(JsonNode node, List<FeedTeam> teams) throws FeedException {
        long participant = requiredNumber(node.path("participant_id"), "score.participant_id");
        FeedTeam.Side said = side(node.path("score").path("participant"));
        FeedTeam.Side side = said != FeedTeam.Side.UNKNOWN
                ? said
                : teams.stream()
                        .filter(team -> team.id() == participant)
                        .map(FeedTeam::side)
                        .findFirst()
                        .orElse(FeedTeam.Side.UNKNOWN);
        return new FeedScore(
                participant,
                side,
                requiredInteger(node.path("score").path("goals"), "score.goals"),
                textOr(node.path("description"), ""));
    }

    private static FeedEvent event(JsonNode node) throws FeedException {
        return new FeedEvent(
                requiredNumber(node.path("id"), "event.id"),
                requiredInteger(node.path("type_id"), "event.type_id"),
                number(node.path("participant_id")),
                number(node.path("player_id")),
                number(node.path("related_player_id")),
                integer(node.path("minute")),
                integer(node.path("extra_minute")),
                text(node.path("result")),
                text(node.path("info")),
                text(node.path("addition")),
                flag(node.path("rescinded")),
                Objects.requireNonNullElse(integer(node.path("sort_order")), 0));
    }

    private static FeedPeriod period(JsonNode node) throws FeedException {
        return new FeedPeriod(
                requiredNumber(node.path("id"), "period.id"),
                Objects.requireNonNullElse(integer(node.path("type_id")), 0),
                seconds(node.path("started")),
                seconds(node.path("ended")),
                flag(node.path("ticking")),
                Objects.requireNonNullElse(integer(node.path("minutes")), 0),
                Objects.requireNonNullElse(integer(node.path("seconds")), 0),
                textOr(node.path("description"), ""));
    }

    static SquadEntry squadEntry(JsonNode node, long teamId) throws FeedException {
        JsonNode player = node.path("player");
        String name = text(player.path("display_name"));
        Long team = number(node.path("team_id"));
        return new SquadEntry(
                requiredNumber(node.path("player_id"), "squad.player_id"),
                name != null ? name : textOr(player.path("name"), ""),
                team != null ? team : teamId,
                integer(node.path("position_id")),
                integer(node.path("jersey_number")));
    }
}
