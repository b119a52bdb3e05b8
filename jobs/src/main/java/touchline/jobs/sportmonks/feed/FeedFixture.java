package touchline.jobs.sportmonks.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A match as the feed shows it just now.
 *
 * @param name empty where the feed has none
 * @param kickOff as scheduled; null while it is not
 * @param events in the feed's own order ({@code sortOrder}, then id); the feed is known to leave the list empty for a poll
 */
public record FeedFixture(
        long id,
        long leagueId,
        String name,
        @Nullable Instant kickOff,
        int stateId,
        List<FeedTeam> participants,
        List<FeedScore> scores,
        List<FeedEvent> events,
        List<FeedPeriod> periods) {
    public FeedFixture {
        participants = List.copyOf(participants);
        scores = List.copyOf(scores);
        events = List.copyOf(events);
        periods = List.copyOf(periods);
    }

    /** Empty for a state that this build doesn't know. */
    public Optional<FixtureState> state() {
        return FixtureState.byId(stateId);
    }

    public boolean isLive() {
        return state().map(FixtureState::isLive).orElse(false);
    }

    public Optional<FeedTeam> team(FeedTeam.Side side) {
        return participants.stream().filter(team -> team.side() == side).findFirst();
    }

    /** The goals that count now, a shoot-out's not among them. */
    public OptionalInt goals(FeedTeam.Side side) {
        return scores.stream()
                .filter(score -> score.side() == side && score.description().equals(FeedScore.CURRENT))
                .mapToInt(FeedScore::goals)
                .findFirst();
    }

    /** The minute on the match's clock, where it runs. */
    public OptionalInt minute() {
        return periods.stream()
                .filter(FeedPeriod::ticking)
                .mapToInt(FeedPeriod::minutes)
                .max();
    }
}
