package touchline.api.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt brought.
 *
 * @param status of the answer; null for none
 * @param error why there was none; null for an answer
 * @param millis how long it took
 */
record DeliveryOutcome(@Nullable Integer status, @Nullable String error, long millis) {
    boolean isSuccess() {
        return status != null && status / 100 == 2;
    }
}
