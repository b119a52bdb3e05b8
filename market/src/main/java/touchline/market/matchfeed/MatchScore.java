package touchline.market.matchfeed;

import org.jspecify.annotations.Nullable;

/** Goals, null if unknown, and those of a penalty shoot-out, null without one. */
public record MatchScore(
        @Nullable Integer home,
        @Nullable Integer away,
        @Nullable Integer homePenalties,
        @Nullable Integer awayPenalties) {

    @Override
    public String toString() {
        return home + "-" + away;
    }
}
