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
}
