package touchline.api.ops.exposure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.exposure.Exposures;
import touchline.market.exposure.HolderQuery;
import touchline.market.exposure.InstrumentExposure;
import touchline.market.exposure.Stake;
import touchline.market.wallet.UserKind;

/**
 * What the house has at stake on an instrument.
 *
 * @param fixtureId the match that it is in; null where it is in none
 * @param budgetUsed the part of the budget that the worst case takes, 1 for all of it; null where it is unlimited
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("InstrumentExposure")
record InstrumentExposureView(
        String id,
        String name,
        String team,
        @Nullable String fixtureId,
        String price,
        StakeView stake,
        @Nullable Double budgetUsed) {

    static InstrumentExposureView of(InstrumentExposure one, Exposures exposures) {
        return new InstrumentExposureView(
                one.id().toString(),
                one.name(),
                one.team(),
                one.fixture() == null ? null : Objects.toString(one.fixture()),
                one.price().toString(),
                StakeView.of(Stake.of(List.of(one))),
                exposures.usedBy(one).orElse(null));
    }

    /** An instrument with those who hold most of it, the largest first. */
    @SchemaName("InstrumentHolders")
    record HoldersView(InstrumentExposureView exposure, List<HolderView> holders) {}

    /**
     * A holder.
     *
     * @param paid the cost of the shares, and the margins of the positions
     */
    @SchemaName("Holder")
    record HolderView(String userId, String name, UserKind kind, long shares, long longs, long shorts, String paid) {
        static HolderView of(HolderQuery.Holder holder) {
            return new HolderView(
                    holder.user().value(),
                    holder.name(),
                    holder.kind(),
                    holder.open().shares(),
                    holder.open().longs(),
                    holder.open().shorts(),
                    holder.paid().toString());
        }
    }
}
