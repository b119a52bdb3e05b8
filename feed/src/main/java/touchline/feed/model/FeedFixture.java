package touchline.feed.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A match as the feed shows it at present.
 *
 * @param leagueId 0 where it can't be read
 * @param name empty where the feed has none
 * @param kickOff as scheduled; null while it is not, or can't be read
 * @param stateId 0 where it can't be read
 */
public record FeedFixture(
        long id,
        long leagueId,
        String name,
        @Nullable Instant kickOff,
        int stateId,
        List<FeedTeam> participants,
        Play play,
        Gaps gaps) {

    /**
     * What happens in a match.
     *
     * @param events in the order of the match; the feed is known to leave the list empty for a poll
     */
    public record Play(List<FeedScore> scores, List<FeedEvent> events, List<FeedPeriod> periods, FeedLineUp lineUp) {
        public Play {
            scores = List.copyOf(scores);
            events = List.copyOf(events);
            periods = List.copyOf(periods);
        }
    }

    /**
     * What of a fixture can't be read, and is left out of it.
     *
     * @param unreadable each in words, as in {@code scores[0].score.goals is null}
     * @param eventsIncomplete whether there is no list of events, or one with rows of which not even the id can be read
     * @param events ids of events of which not everything can be read that matters
     */
    public record Gaps(List<String> unreadable, boolean eventsIncomplete, Set<Long> events) {
        public Gaps {
            unreadable = List.copyOf(unreadable);
            events = Set.copyOf(events);
        }
    }

    public FeedFixture {
        participants = List.copyOf(participants);
    }

    public List<FeedScore> scores() {
        return play.scores();
    }

    public List<FeedEvent> events() {
        return play.events();
    }

    public FeedLineUp lineUp() {
        return play.lineUp();
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
        return scores().stream()
                .filter(score -> score.side() == side && score.description().equals(FeedScore.CURRENT))
                .mapToInt(FeedScore::goals)
                .findFirst();
    }

    /** The minute on the match's clock, where it runs. */
    public OptionalInt minute() {
        return play.periods().stream()
                .filter(FeedPeriod::ticking)
                .mapToInt(FeedPeriod::minutes)
                .max();
    }

    /** The minutes that have been played; empty where the feed sends no period. */
    public OptionalInt minutesPlayed() {
        return play.periods().stream().mapToInt(FeedPeriod::minutes).max();
    }
}
