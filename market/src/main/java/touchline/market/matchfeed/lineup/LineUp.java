package touchline.market.matchfeed.lineup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The team sheets of a match, and what the feed counts for each player.
 *
 * @param players empty until the feed names them
 * @param complete false if rows can't be read: a player who is not listed may be on the sheet
 * @param minutesPlayed of the match so far; null if unknown
 */
public record LineUp(
        List<LineUpPlayer> players,
        boolean complete,
        @Nullable Integer minutesPlayed) {
    public static final LineUp UNKNOWN = new LineUp(List.of(), false, null);

    public LineUp {
        players = List.copyOf(players);
    }
}
