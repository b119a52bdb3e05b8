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
}
