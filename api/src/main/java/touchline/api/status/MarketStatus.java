package touchline.api.status;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import touchline.market.fixture.FeedWatch;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.market.recovery.Shut;
import touchline.market.recovery.StoreMonitor;

/** The market's state: whether trading is open, and the lag of the book. */
final class MarketStatus {
    private final StoreMonitor monitor;
    private final OutboxLags lags;
    private final Backlog backlog;
    private final FeedWatch feed;
    private final BookRefillRepository refills;

    MarketStatus(StoreMonitor monitor, OutboxLags lags, BookRefillRepository refills, Backlog backlog, FeedWatch feed) {
        this.refills = refills;
        this.backlog = backlog;
        this.monitor = monitor;
        this.lags = lags;
        this.feed = feed;
    }

    /** Why the market is shut; empty where it is open. */
    Optional<Shut> shut() {
        return monitor.shut();
    }

    /** Whether the book is too far behind for orders and openings. */
    boolean isTooFarBehind(OutboxLags.Lag lag) {
        return backlog.isPassedBy(lag);
    }

    /** The same as the scripts judge it; for where the book is out of reach. */
    boolean isTooFarBehind() {
        return backlog.isPassed();
    }

    /** The last feed report of each match that is followed. */
    List<FeedWatch.WatchedMatch> matches() {
        return feed.look();
    }

    OutboxLags.Lag lag() {
        return lags.total();
    }

    /** How far the book is behind as flushers have published it: for where the book is out of reach. */
    long behindMillisAsPublished() {
        return lags.behindAsPublished().values().stream()
                .max(Comparator.naturalOrder())
                .orElse(0L);
    }

    /** Entries that were lost in a fail-over of Postgres, and written again. */
    long refilled() {
        return refills.total();
    }
}
