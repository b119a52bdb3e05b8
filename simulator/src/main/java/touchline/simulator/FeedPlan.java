package touchline.simulator;

import java.util.Map;
import java.util.Set;

/**
 * The subscription that the token belongs to.
 *
 * @param callsPerHour of each entity
 * @param limits calls an hour of single entities, instead of {@code callsPerHour}
 * @param withheld paths such as {@code squads/teams}, and relations such as {@code include:lineups}, that answer 403
 */
record FeedPlan(int callsPerHour, Map<String, Integer> limits, Set<String> withheld) {
    FeedPlan {
        limits = Map.copyOf(limits);
        withheld = Set.copyOf(withheld);
    }

    static FeedPlan of(int callsPerHour) {
        return new FeedPlan(callsPerHour, Map.of(), Set.of());
    }

    FeedPlan withLimits(Map<String, Integer> newLimits) {
        return new FeedPlan(callsPerHour, newLimits, withheld);
    }

    FeedPlan without(String... pathsAndIncludes) {
        return new FeedPlan(callsPerHour, limits, Set.of(pathsAndIncludes));
    }

    int limit(String entity) {
        return limits.getOrDefault(entity, callsPerHour);
    }

    boolean withholds(FeedQuery query) {
        return withheld.stream().anyMatch(query::asksFor);
    }
}
