package touchline.api.webhook;

import java.time.Duration;
import touchline.scheduler.job.Retry;

/**
 * When deliveries are sent and given up.
 *
 * @param exchange the longest exchange
 * @param claim for how long no other node sends to a webhook that a node sends to
 * @param patience how long after an event its delivery is given up
 * @param failing how long after the first failure a webhook is disabled
 */
record WebhookTiming(Retry retry, Duration exchange, Duration claim, Duration patience, Duration failing) {
    static final WebhookTiming USUAL = new WebhookTiming(
            new Retry(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofHours(24),
            Duration.ofDays(3));
}
