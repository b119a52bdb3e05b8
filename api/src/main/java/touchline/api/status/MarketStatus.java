package touchline.api.status;

import java.util.Optional;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.Epoch;

/** Whether trading is open, and how far the book is behind. */
public final class MarketStatus {
    private final Epoch epoch;
    private final OutboxLags lags;
    private final Backlog backlog;

    public MarketStatus(Epoch epoch, OutboxLags lags, Backlog backlog) {
        this.backlog = backlog;
        this.epoch = epoch;
        this.lags = lags;
    }

    /** Why the market is shut; empty where it is open. */
    Optional<String> shut() {
        return epoch.open();
    }

    /** Whether the book is too far behind for orders and openings. */
    boolean isTooFarBehind(OutboxLags.Lag lag) {
        return backlog.isPassedBy(lag);
    }

    OutboxLags.Lag lag() {
        return lags.total();
    }
}
