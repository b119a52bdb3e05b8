package touchline.market.matchfeed.lineup;

import org.jspecify.annotations.Nullable;

/**
 * What the feed counts for a player in a match, so far. A value that it does not send is null and not zero.
 *
 * @param rating in hundredths: 743 is 7.43
 */
public record PlayerStats(
        @Nullable Integer saves,
        @Nullable Integer minutes,
        @Nullable Integer rating) {
    public static final PlayerStats NONE = new PlayerStats(null, null, null);

    /** The greater of each value. */
    PlayerStats with(PlayerStats other) {
        return new PlayerStats(
                greater(saves, other.saves), greater(minutes, other.minutes), greater(rating, other.rating));
    }

    private static @Nullable Integer greater(@Nullable Integer one, @Nullable Integer other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
