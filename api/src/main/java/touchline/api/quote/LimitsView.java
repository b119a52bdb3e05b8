package touchline.api.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.limit.NamedQuota;
import touchline.market.Limits;
import touchline.market.money.Money;

/** The limits of a user, and how much of each is used. */
@SchemaName("Limits")
record LimitsView(PositionLimit openPositions, ExposureLimit exposure, List<RequestLimit> requests) {

    /**
     * Of open positions.
     *
     * @param maximum null if there is no limit
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("PositionLimit")
    record PositionLimit(@Nullable Integer maximum, int used) {}

    /**
     * Of open positions and shares, at their entry prices.
     *
     * @param maximum null if there is no limit
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("ExposureLimit")
    record ExposureLimit(@Nullable String maximum, String used) {}

    /** Of requests: a token bucket that is refilled over the window. */
    @SchemaName("RequestLimit")
    record RequestLimit(String limit, int requests, long windowSeconds) {
        private static RequestLimit of(NamedQuota quota) {
            return new RequestLimit(
                    quota.name(),
                    quota.quota().requests(),
                    quota.quota().window().toSeconds());
        }
    }

    static LimitsView of(Limits limits, int positions, Money exposure, List<NamedQuota> quotas) {
        return new LimitsView(
                new PositionLimit(limits.openPositions() == 0 ? null : limits.openPositions(), positions),
                new ExposureLimit(
                        limits.userExposure().tenThousandths() == 0
                                ? null
                                : limits.userExposure().toString(),
                        exposure.toString()),
                quotas.stream().map(RequestLimit::of).toList());
    }
}
