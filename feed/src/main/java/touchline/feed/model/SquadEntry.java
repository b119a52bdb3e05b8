package touchline.feed.model;

import org.jspecify.annotations.Nullable;

/**
 * A player's place in a team's squad.
 *
 * @param name as shown to people; empty where the feed has none
 * @param positionId 24 goalkeeper, 25 defender, 26 midfielder, 27 attacker
 */
public record SquadEntry(
        long playerId,
        String name,
        long teamId,
        @Nullable Integer positionId,
        @Nullable Integer jerseyNumber) {}
