package touchline.market.matchfeed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.lineup.LineUp;

/**
 * A match as one poll of the feed shows it.
 *
 * @param minute the minute being played; null if none is
 * @param events in the feed's order
 * @param lineUp who plays, and what the feed counts for each player
 * @param gaps what the feed leaves out, or sends in a shape that can't be read
 */
public record MatchSnapshot(
        FixtureId id,
        MatchInfo info,
        MatchStatus status,
        MatchScore score,
        @Nullable Integer minute,
        List<MatchEvent> events,
        LineUp lineUp,
        SnapshotGaps gaps) {

    /** A snapshot without a line-up and without gaps. */
    public MatchSnapshot(
            FixtureId id,
            MatchInfo info,
            MatchStatus status,
            MatchScore score,
            @Nullable Integer minute,
            List<MatchEvent> events) {
        this(id, info, status, score, minute, events, LineUp.UNKNOWN, SnapshotGaps.NONE);
    }

    public MatchPhase phase() {
        return status.phase();
    }

    /** The goals that the score counts for a team; null if it is not known. */
    public @Nullable Integer goalsOf(long team) {
        MatchTeam home = info.home();
        MatchTeam away = info.away();
        if (home != null && away != null && home.id() == away.id()) {
            return null;
        }
        return home != null && team == home.id()
                ? score.home()
                : away != null && team == away.id() ? score.away() : null;
    }

    /**
     * The same, where something in it can't be true: no event that it lacks is taken back, and the match is frozen as if the feed were silent.
     *
     * @param what it is, in words
     */
    public MatchSnapshot inDoubt(String what) {
        return new MatchSnapshot(
                id,
                info,
                status,
                score,
                minute,
                events,
                lineUp,
                new SnapshotGaps(gaps.unreadable() == null ? what : gaps.unreadable(), true, gaps.unreadableEvents()));
    }
}
