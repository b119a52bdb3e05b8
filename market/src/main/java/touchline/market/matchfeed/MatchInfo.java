package touchline.market.matchfeed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a match before it begins.
 *
 * @param leagueId 0 if unknown
 * @param name empty if unknown
 * @param kickOff {@link Instant#EPOCH} if unknown
 */
public record MatchInfo(
        long leagueId,
        String name,
        Instant kickOff,
        @Nullable MatchTeam home,
        @Nullable MatchTeam away) {

    public @Nullable Long homeId() {
        return home == null ? null : home.id();
    }

    public @Nullable Long awayId() {
        return away == null ? null : away.id();
    }
}
