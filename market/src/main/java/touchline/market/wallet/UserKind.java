package touchline.market.wallet;

/** People and bots trade by the same rules; leaderboards leave bots out. */
public enum UserKind {
    HUMAN,
    BOT
}
