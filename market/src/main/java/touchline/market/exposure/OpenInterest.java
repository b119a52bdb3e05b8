package touchline.market.exposure;

/**
 * Shares that users hold, and quantities of open positions.
 *
 * @param shares the net flow: held spot shares
 */
public record OpenInterest(long shares, long longs, long shorts) {
    static final OpenInterest NONE = new OpenInterest(0, 0, 0);

    OpenInterest plus(OpenInterest other) {
        return new OpenInterest(shares + other.shares, longs + other.longs, shorts + other.shorts);
    }

    /** All of them together. */
    public long total() {
        return shares + longs + shorts;
    }
}
