package touchline.api.status;

import java.util.List;
import java.util.Optional;
import touchline.market.fixture.FeedWatch;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.Epoch;

/** Whether trading is open, and how far the book is behind. */
public final class MarketStatus {
    private final Epoch epoch;
    private final OutboxLags lags;
    private final Backlog backlog;
    private final FeedWatch feed;

    public MarketStatus(Epoch epoch, OutboxLags lags, Backlog backlog, FeedWatch feed) {
        this.backlog = backlog;
        this.epoch = epoch;
        this.lags = lags;
        this.feed = feed;
    }

    /** Why the market is shut; empty where it is open. */
    Optional<String> shut() {
        return epoch.open();
    }

    /** Whether the book is too far behind for orders and openings. */
    boolean isTooFarBehind(OutboxLags.Lag lag) {
        return backlog.isPassedBy(lag);
    }

    /** When each match that is followed was last told of. */
    List<FeedWatch.Heard> heard() {
        return feed.look();
    }

    OutboxLags.Lag lag() {
        return lags.total();
    }
}
