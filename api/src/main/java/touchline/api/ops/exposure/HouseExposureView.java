package touchline.api.ops.exposure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.exposure.HouseResult;
import touchline.market.matchfeed.MatchPhase;

/**
 * What the house has at stake on all instruments, and its result.
 *
 * @param house the balance of the house's account, as {@code fees} that of its fees
 * @param today the result since midnight UTC
 * @param matches the latest kick-off first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("HouseExposure")
record HouseExposureView(
        BudgetView budget, StakeView stake, String house, String fees, ResultView today, List<MatchView> matches) {

    /**
     * What bounds the worst case.
     *
     * @param perInstrument the worst case that an instrument may have; null for any
     * @param bandBps how far a match event may move a base price, in basis points of the base before the match; 0 for any distance
     * @param highestUsed the largest part of it that an instrument uses, 1 for all of it; null where it is unlimited
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("ExposureBudget")
    record BudgetView(
            @Nullable String perInstrument,
            int bandBps,
            @Nullable Double highestUsed) {}

    /**
     * What the house has won or lost.
     *
     * @param trading from positions, match events, settlements and adjustments
     * @param fees from the fees of orders
     */
    @SchemaName("HouseResult")
    record ResultView(String trading, String fees) {
        static ResultView of(HouseResult result) {
            return new ResultView(result.trading().toString(), result.fees().toString());
        }
    }

    /**
     * A match.
     *
     * @param stake of the players that are in it now
     * @param result of its players from kick-off to settlement
     */
    @SchemaName("MatchExposure")
    record MatchView(
            String fixtureId, String name, MatchPhase phase, Instant kickOff, StakeView stake, ResultView result) {}
}
