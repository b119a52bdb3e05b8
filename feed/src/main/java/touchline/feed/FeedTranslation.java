package touchline.feed;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import touchline.feed.sportmonks.FeedEvent;
import touchline.feed.sportmonks.FeedFixture;
import touchline.feed.sportmonks.FeedScore;
import touchline.feed.sportmonks.FeedTeam;
import touchline.feed.sportmonks.FixtureState;
import touchline.feed.sportmonks.SquadEntry;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureId;
import touchline.market.fixture.MatchEvent;
import touchline.market.fixture.MatchPhase;
import touchline.market.fixture.MatchSnapshot;
import touchline.market.instrument.InstrumentId;
import touchline.market.squad.PlayerPosition;
import touchline.market.squad.SquadPlayer;

/** From the feed's words to the market's. */
final class FeedTranslation {
    private static final int OWN_GOAL = 15;
    private static final int REVIEW = 10;
    private static final String SHOOT_OUT = "PENALTY_SHOOTOUT";

    private FeedTranslation() {}

    /** A fixture of which the book knows nothing. */
    static MatchSnapshot match(FeedFixture fixture) {
        return match(fixture, null);
    }

    /**
     * The snapshot of a match; teams that the feed does not name are those that the book names.
     *
     * @param known the fixture as the book has it; null where it has none, or where nothing is missing
     */
    static MatchSnapshot match(FeedFixture fixture, @Nullable Fixture known) {
        MatchSnapshot.Team home = team(fixture, FeedTeam.Side.HOME, known == null ? null : known.home());
        MatchSnapshot.Team away = team(fixture, FeedTeam.Side.AWAY, known == null ? null : known.away());
        FeedFixture.Gaps gaps = fixture.gaps();
        return new MatchSnapshot(
                FixtureId.of(fixture.id()),
                fixture.leagueId(),
                fixture.name(),
                fixture.kickOff() == null ? Instant.EPOCH : fixture.kickOff(),
                fixture.stateId(),
                fixture.state().map(FixtureState::name).orElse("STATE_" + fixture.stateId()),
                phase(fixture),
                home,
                away,
                new MatchSnapshot.Score(
                        boxed(fixture.goals(FeedTeam.Side.HOME)),
                        boxed(fixture.goals(FeedTeam.Side.AWAY)),
                        penalties(fixture, FeedTeam.Side.HOME),
                        penalties(fixture, FeedTeam.Side.AWAY)),
                boxed(fixture.minute()),
                fixture.events().stream().map(FeedTranslation::event).toList(),
                new MatchSnapshot.Gaps(
                        missing(fixture, home != null && away != null), gaps.eventsIncomplete(), gaps.events()));
    }

    /** What a match can't be followed without: its state, its teams, and a list of its events that is one. */
    private static @Nullable String missing(FeedFixture fixture, boolean teams) {
        if (fixture.stateId() == 0) {
            return "its state";
        }
        if (!teams) {
            return "its teams";
        }
        return fixture.gaps().unreadable().stream().anyMatch(words -> words.startsWith("events is"))
                ? "its events"
                : null;
    }

    static SquadPlayer player(SquadEntry entry) {
        return new SquadPlayer(
                InstrumentId.of(entry.playerId()), entry.name(), position(entry.positionId()), entry.jerseyNumber());
    }

    /** The players of a team whom the events of its match name. */
    static List<SquadPlayer> named(FeedFixture fixture, FeedTeam team) {
        Map<Long, String> names = new TreeMap<>();
        for (FeedEvent event : fixture.events()) {
            // An own goal counts for the other side, and a review says of nobody for whom he plays.
            boolean theirs = event.participantId() != null
                    && event.participantId() == team.id()
                    && event.typeId() != OWN_GOAL
                    && event.typeId() != REVIEW;
            if (theirs && event.playerId() != null && !event.playerName().isBlank()) {
                names.put(event.playerId(), event.playerName());
            }
            if (theirs
                    && event.relatedPlayerId() != null
                    && !event.relatedPlayerName().isBlank()) {
                names.put(event.relatedPlayerId(), event.relatedPlayerName());
            }
        }
        return names.entrySet().stream()
                .map(player -> new SquadPlayer(
                        InstrumentId.of(player.getKey()), player.getValue(), PlayerPosition.UNKNOWN, null))
                .toList();
    }

    private static MatchPhase phase(FeedFixture fixture) {
        return fixture.state()
                .map(state -> state.isLive()
                        ? MatchPhase.LIVE
                        : state.isFinished()
                                ? MatchPhase.FINISHED
                                : state.isVoid() ? MatchPhase.VOID : MatchPhase.UPCOMING)
                .orElse(MatchPhase.UNKNOWN);
    }

    private static MatchSnapshot.@Nullable Team team(
            FeedFixture fixture, FeedTeam.Side side, MatchSnapshot.@Nullable Team known) {
        return fixture.team(side)
                .map(team -> new MatchSnapshot.Team(team.id(), team.name()))
                .orElse(known);
    }

    private static @Nullable Integer penalties(FeedFixture fixture, FeedTeam.Side side) {
        return fixture.scores().stream()
                .filter(score -> score.side() == side && score.description().equals(SHOOT_OUT))
                .map(FeedScore::goals)
                .findFirst()
                .orElse(null);
    }

    private static MatchEvent event(FeedEvent event) {
        return new MatchEvent(
                event.id(),
                event.typeId(),
                event.participantId(),
                event.playerId(),
                event.relatedPlayerId(),
                event.minute(),
                event.extraMinute(),
                event.result(),
                event.info(),
                event.addition(),
                event.rescinded());
    }

    private static PlayerPosition position(@Nullable Integer id) {
        return switch (id == null ? 0 : id) {
            case 24 -> PlayerPosition.GOALKEEPER;
            case 25 -> PlayerPosition.DEFENDER;
            case 26 -> PlayerPosition.MIDFIELDER;
            case 27 -> PlayerPosition.ATTACKER;
            default -> PlayerPosition.UNKNOWN;
        };
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
