package touchline.feed;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedEvent;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedScore;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.FixtureState;
import touchline.feed.model.SquadEntry;
import touchline.market.fixture.Fixture;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchSnapshot;
import touchline.market.matchfeed.MatchStatus;
import touchline.market.matchfeed.MatchTeam;
import touchline.market.matchfeed.PlayerPosition;
import touchline.market.matchfeed.SnapshotGaps;
import touchline.market.matchfeed.event.EventParties;
import touchline.market.matchfeed.event.EventText;
import touchline.market.matchfeed.event.EventTime;
import touchline.market.matchfeed.lineup.LineUp;
import touchline.market.matchfeed.lineup.LineUpPlayer;
import touchline.market.matchfeed.lineup.PlayerStats;
import touchline.market.squad.SquadPlayer;

/** From the feed's words to the market's. */
final class FeedTranslation {
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
        MatchTeam home = team(fixture, FeedTeam.Side.HOME, known == null ? null : known.home());
        MatchTeam away = team(fixture, FeedTeam.Side.AWAY, known == null ? null : known.away());
        FeedFixture.Gaps gaps = fixture.gaps();
        return new MatchSnapshot(
                FixtureId.of(fixture.id()),
                new MatchInfo(
                        fixture.leagueId(),
                        fixture.name(),
                        fixture.kickOff() == null ? Instant.EPOCH : fixture.kickOff(),
                        home,
                        away),
                status(fixture),
                new MatchScore(
                        boxed(fixture.goals(FeedTeam.Side.HOME)),
                        boxed(fixture.goals(FeedTeam.Side.AWAY)),
                        penalties(fixture, FeedTeam.Side.HOME),
                        penalties(fixture, FeedTeam.Side.AWAY)),
                boxed(fixture.minute()),
                fixture.events().stream().map(FeedTranslation::event).toList(),
                lineUp(fixture),
                new SnapshotGaps(
                        missing(fixture, home != null && away != null), gaps.eventsIncomplete(), gaps.events()));
    }

    /** What a match can't be followed without: its state, its teams, and a list of its events that is one. */
    private static @Nullable String missing(FeedFixture fixture, boolean teams) {
        if (fixture.state().isEmpty()) {
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
            EventKind kind = kind(event.typeId());
            // An own goal counts for the other side, and a review does not name the player's team.
            boolean theirs = event.participantId() != null
                    && event.participantId() == team.id()
                    && kind != EventKind.OWN_GOAL
                    && kind != EventKind.REVIEW;
            if (theirs && event.playerId() != null && !event.player().name().isBlank()) {
                names.put(event.playerId(), event.player().name());
            }
            if (theirs
                    && event.relatedPlayerId() != null
                    && !event.relatedPlayer().name().isBlank()) {
                names.put(event.relatedPlayerId(), event.relatedPlayer().name());
            }
        }
        return names.entrySet().stream()
                .map(player -> new SquadPlayer(
                        InstrumentId.of(player.getKey()), player.getValue(), PlayerPosition.UNKNOWN, null))
                .toList();
    }

    /** A state that this version does not know decides nothing: the match keeps the last known one. */
    private static MatchStatus status(FeedFixture fixture) {
        return fixture.state()
                .map(state -> new MatchStatus(state.id(), state.name(), phase(state)))
                .orElse(new MatchStatus(0, "", MatchPhase.UNKNOWN));
    }

    private static MatchPhase phase(FixtureState state) {
        return state.isLive()
                ? MatchPhase.LIVE
                : state.isFinished() ? MatchPhase.FINISHED : state.isVoid() ? MatchPhase.VOID : MatchPhase.UPCOMING;
    }

    private static @Nullable MatchTeam team(FeedFixture fixture, FeedTeam.Side side, @Nullable MatchTeam known) {
        return fixture.team(side)
                .map(team -> new MatchTeam(team.id(), team.name()))
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
        EventKind kind = kind(event.typeId());
        return new MatchEvent(
                event.id(),
                kind == EventKind.OTHER ? foreign(event.typeId()) : kind.code(),
                new EventParties(event.participantId(), event.playerId(), event.relatedPlayerId()),
                new EventTime(
                        event.minute(), event.time().extraMinute(), event.time().period()),
                new EventText(
                        event.text().result(), event.text().info(), event.text().addition()),
                null,
                kind == EventKind.REVIEW
                        ? ReviewTexts.status(event.text().info(), event.text().addition())
                        : null,
                event.rescinded());
    }

    /** A type that the market does not know keeps its number, unless the market uses that number itself. */
    private static int foreign(int typeId) {
        return EventKind.ofCode(typeId) == EventKind.OTHER ? typeId : EventKind.OTHER.code();
    }

    private static LineUp lineUp(FeedFixture fixture) {
        return new LineUp(
                fixture.lineUp().players().stream()
                        .map(player -> new LineUpPlayer(
                                player.entry().playerId(),
                                player.entry().teamId(),
                                player.starts(),
                                new PlayerStats(player.saves(), player.minutes(), player.rating())))
                        .toList(),
                fixture.lineUp().complete(),
                boxed(fixture.minutesPlayed()));
    }

    private static EventKind kind(int typeId) {
        return switch (typeId) {
            case 10 -> EventKind.REVIEW;
            case 14 -> EventKind.GOAL;
            case 15 -> EventKind.OWN_GOAL;
            case 16 -> EventKind.PENALTY;
            case 17 -> EventKind.MISSED_PENALTY;
            case 18 -> EventKind.SUBSTITUTION;
            case 19 -> EventKind.YELLOW_CARD;
            case 20 -> EventKind.RED_CARD;
            case 21 -> EventKind.SECOND_YELLOW_CARD;
            case 22 -> EventKind.SHOOT_OUT_MISS;
            case 23 -> EventKind.SHOOT_OUT_GOAL;
            default -> EventKind.OTHER;
        };
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
