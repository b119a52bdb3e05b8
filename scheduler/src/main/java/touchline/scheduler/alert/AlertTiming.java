package touchline.scheduler.alert;

import java.time.Duration;
import touchline.scheduler.job.Retry;

/**
 * When alerts are looked for and sent.
 *
 * @param evaluation how often the rules are evaluated
 * @param delivery how often due deliveries are looked for
 * @param gone how long a lasting condition has to be absent before its alert closes
 * @param exchange how long sending a message to a channel may take in all
 * @param claim for how long a delivery belongs to the node that sends it; longer than {@code exchange}
 * @param retry when a failed delivery is tried again
 */
public record AlertTiming(
        Duration evaluation, Duration delivery, Duration gone, Duration exchange, Duration claim, Retry retry) {
    public static final AlertTiming DEFAULT = new AlertTiming(
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(12),
            new Retry(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(5)));

    public AlertTiming {
        if (claim.compareTo(exchange) <= 0) {
            throw new IllegalArgumentException("a claim must last longer than the exchange that it protects");
        }
    }
}
