package touchline.api.status;

import java.util.List;
import java.util.Optional;
import touchline.market.fixture.FeedWatch;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.Epoch;

/** Whether trading is open, and how far the book is behind. */
public final class MarketStatus {
    private final Epoch epoch;
    private final OutboxLags lags;
    private final FeedWatch feed;

    public MarketStatus(Epoch epoch, OutboxLags lags, FeedWatch feed) {
        this.epoch = epoch;
        this.lags = lags;
        this.feed = feed;
    }

    /** Why the market is shut; empty where it is open. */
    Optional<String> shut() {
        return epoch.open();
    }

    /** When each match that is followed was last told of. */
    List<FeedWatch.Heard> heard() {
        return feed.look();
    }

    OutboxLags.Lag lag() {
        return lags.total();
    }
}
