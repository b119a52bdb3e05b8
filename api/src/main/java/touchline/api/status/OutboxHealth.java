package touchline.api.status;

import com.codahale.metrics.health.HealthCheck;
import touchline.market.outbox.OutboxLags;

/** Unhealthy while the book is more than five seconds behind, or lacks entries that had to be put aside. */
final class OutboxHealth extends HealthCheck {
    private static final long LATE_MILLIS = 5_000;

    private final MarketStatus status;

    OutboxHealth(MarketStatus status) {
        this.status = status;
    }

    @Override
    protected Result check() {
        OutboxLags.Lag lag = status.lag();
        long refilled = status.refilled();
        String words = lag.written() + " written, " + lag.applied() + " applied, " + lag.deadLetters() + " put aside, "
                + lag.behindMillis() + " ms behind"
                + (refilled > 0 ? ", " + refilled + " written again after a fail-over" : "")
                + (status.isTooFarBehind(lag) ? ", so orders and openings are refused" : "");
        return lag.behindMillis() > LATE_MILLIS || lag.deadLetters() > 0
                ? Result.unhealthy(words.replace("%", ""))
                : Result.healthy(words);
    }
}
