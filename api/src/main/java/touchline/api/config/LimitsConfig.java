package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import touchline.api.limit.Quota;
import touchline.api.limit.RequestLimits;

/**
 * How often one may ask, each as in {@code 100 in 10s}.
 *
 * @param enabled 1 if it is limited at all
 */
public record LimitsConfig(
        @JsonProperty("enabled") int enabled,
        @JsonProperty("address") String address,
        @JsonProperty("logIns") String logIns,
        @JsonProperty("reads") String reads,
        @JsonProperty("writes") String writes,
        @JsonProperty("closes") String closes) {

    public boolean isEnabled() {
        return enabled == 1;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException if one can't be read
     */
    public RequestLimits requests() {
        return new RequestLimits(
                quota("LIMIT_ADDRESS", address),
                quota("LIMIT_LOG_INS", logIns),
                quota("LIMIT_READS", reads),
                quota("LIMIT_WRITES", writes),
                quota("LIMIT_CLOSES", closes));
    }

    private static Quota quota(String variable, String text) {
        try {
            return Quota.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
        }
    }
}
