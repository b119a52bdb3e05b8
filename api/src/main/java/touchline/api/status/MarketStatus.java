package touchline.api.status;

import java.util.Optional;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.Epoch;

/** Whether trading is open, and how far the book is behind. */
public final class MarketStatus {
    private final Epoch epoch;
    private final OutboxLags lags;

    public MarketStatus(Epoch epoch, OutboxLags lags) {
        this.epoch = epoch;
        this.lags = lags;
    }

    /** Why the market is shut; empty where it is open. */
    Optional<String> shut() {
        return epoch.open();
    }

    OutboxLags.Lag lag() {
        return lags.total();
    }
}
