package touchline.market.matchfeed.lineup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The team sheets of a match, and what the feed counts for each player.
 *
 * @param players each once, in the order in which they are listed; empty until the feed names them
 * @param complete false if rows can't be read: a player who is not listed may be on the sheet
 * @param minutesPlayed of the match so far; null if unknown
 */
public record LineUp(
        List<LineUpPlayer> players,
        boolean complete,
        @Nullable Integer minutesPlayed) {
    public static final LineUp UNKNOWN = new LineUp(List.of(), false, null);

    /** Of several rows of one player, one is made: two of them would correct each other in each poll. */
    public LineUp {
        Map<Long, LineUpPlayer> byId = new LinkedHashMap<>();
        players.forEach(player -> byId.merge(player.player(), player, LineUpPlayer::with));
        players = List.copyOf(byId.values());
    }
}
