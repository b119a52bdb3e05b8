package touchline.market.matchfeed.lineup;

import java.util.Comparator;

/**
 * A player on a team sheet.
 *
 * @param starts whether the player is on the pitch from kick-off; false for the bench
 */
public record LineUpPlayer(long player, long team, boolean starts, PlayerStats stats) {
    private static final Comparator<LineUpPlayer> STARTING_FIRST =
            Comparator.comparing(LineUpPlayer::starts).reversed().thenComparing(LineUpPlayer::team);

    /** This row and another one of the same player: the same in either order. */
    LineUpPlayer with(LineUpPlayer other) {
        LineUpPlayer first = STARTING_FIRST.compare(this, other) <= 0 ? this : other;
        return new LineUpPlayer(player, first.team(), first.starts(), stats.with(other.stats()));
    }
}
