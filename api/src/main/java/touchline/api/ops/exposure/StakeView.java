package touchline.api.ops.exposure;

import touchline.api.contract.SchemaName;
import touchline.market.exposure.Stake;

/**
 * Open interest and the worst case of one or several instruments.
 *
 * @param shares held by users
 * @param longs of open positions, in shares, as {@code shorts}
 * @param pool what pays for the shares
 */
@SchemaName("Stake")
record StakeView(long shares, long longs, long shorts, String pool, WorstCaseView worstCase) {

    /** What the house loses if every user leaves at their best time; the sides are not netted. */
    @SchemaName("WorstCase")
    record WorstCaseView(String spot, String longs, String shorts, String total) {}

    static StakeView of(Stake stake) {
        return new StakeView(
                stake.open().shares(),
                stake.open().longs(),
                stake.open().shorts(),
                stake.pool().toString(),
                new WorstCaseView(
                        stake.worst().spot().toString(),
                        stake.worst().longs().toString(),
                        stake.worst().shorts().toString(),
                        stake.worst().total().toString()));
    }
}
