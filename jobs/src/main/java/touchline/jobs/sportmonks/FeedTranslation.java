package touchline.jobs.sportmonks;

import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import touchline.jobs.sportmonks.feed.FeedEvent;
import touchline.jobs.sportmonks.feed.FeedFixture;
import touchline.jobs.sportmonks.feed.FeedScore;
import touchline.jobs.sportmonks.feed.FeedTeam;
import touchline.jobs.sportmonks.feed.FixtureState;
import touchline.jobs.sportmonks.feed.SquadEntry;
import touchline.market.fixture.FixtureId;
import touchline.market.fixture.MatchEvent;
import touchline.market.fixture.MatchPhase;
import touchline.market.fixture.MatchSnapshot;
import touchline.market.instrument.InstrumentId;
import touchline.market.squad.PlayerPosition;
import touchline.market.squad.SquadPlayer;

/** From the feed's words to the market's. */
final class FeedTranslation {
    private static final String SHOOT_OUT = "PENALTY_SHOOTOUT";

    private FeedTranslation() {}

    static MatchSnapshot match(FeedFixture fixture) {
        return new MatchSnapshot(
                FixtureId.of(fixture.id()),
                fixture.leagueId(),
                fixture.name(),
                fixture.kickOff() == null ? Instant.EPOCH : fixture.kickOff(),
                fixture.stateId(),
                fixture.state().map(FixtureState::name).orElse("STATE_" + fixture.stateId()),
                phase(fixture),
                team(fixture, FeedTeam.Side.HOME),
                team(fixture, FeedTeam.Side.AWAY),
                new MatchSnapshot.Score(
                        fixture.goals(FeedTeam.Side.HOME).orElse(0),
                        fixture.goals(FeedTeam.Side.AWAY).orElse(0),
                        penalties(fixture, FeedTeam.Side.HOME),
                        penalties(fixture, FeedTeam.Side.AWAY)),
                boxed(fixture.minute()),
                fixture.events().stream().map(FeedTranslation::event).toList());
    }

    static SquadPlayer player(SquadEntry entry) {
        return new SquadPlayer(
                InstrumentId.of(entry.playerId()), entry.name(), position(entry.positionId()), entry.jerseyNumber());
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

    private static MatchSnapshot.@Nullable Team team(FeedFixture fixture, FeedTeam.Side side) {
        return fixture.team(side)
                .map(team -> new MatchSnapshot.Team(team.id(), team.name()))
                .orElse(null);
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
