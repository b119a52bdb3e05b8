package touchline.market.matchfeed.lineup;

/**
 * A player on a team sheet.
 *
 * @param starts whether the player is on the pitch from kick-off; false for the bench
 */
public record LineUpPlayer(long player, long team, boolean starts, PlayerStats stats) {}
