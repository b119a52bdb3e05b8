package touchline.market.matchfeed;

/** One of the two sides of a match. */
public record MatchTeam(long id, String name) {}
