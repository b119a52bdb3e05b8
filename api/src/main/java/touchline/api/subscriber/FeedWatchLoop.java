package touchline.api.subscriber;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.fixture.FeedWatch;
import touchline.market.halt.Halts;

/** Checks every second whether the feed is silent about a match, and applies halts of trading. */
final class FeedWatchLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedWatchLoop.class);
    private static final long BEAT_MILLIS = 1_000;

    private final Halts halts;
    private final FeedWatch watch;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile List<FeedWatch.WatchedMatch> matches = List.of();
    private volatile @Nullable String error;

    FeedWatchLoop(FeedWatch watch, Halts halts) {
        this.halts = halts;
        this.watch = watch;
    }

    @Override
    public void run() {
        try {
            do {
                look();
            } while (!end.await(BEAT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        end.countDown();
    }

    List<FeedWatch.WatchedMatch> matches() {
        return matches;
    }

    /** The failure of the last check; null if it succeeded. */
    @Nullable
    String error() {
        return error;
    }

    private void look() {
        try {
            matches = watch.look(); // needs no book
            watch.followTheCalendar();
            halts.apply();
            error = null;
        } catch (RuntimeException e) {
            if (error == null) {
                LOG.warn("the check of a silent feed and of halts failed, retrying: {}", e.toString());
            }
            error = e.toString();
        }
    }
}
