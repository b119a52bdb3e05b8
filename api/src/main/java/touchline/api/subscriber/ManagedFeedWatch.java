package touchline.api.subscriber;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.fixture.FeedWatch;
import touchline.market.halt.Halts;

/** This node's look at whether the feed is silent, for as long as it runs. Every node looks; none has to. */
final class ManagedFeedWatch extends SupervisedService<FeedWatchLoop> {
    /**
     * A watch that does nothing until {@link #start}.
     *
     * @param factory creates one for each start
     * @param halts are applied in the same rhythm
     */
    ManagedFeedWatch(Supplier<FeedWatch> factory, Halts halts) {
        super(
                "feed-watch",
                () -> new FeedWatchLoop(factory.get(), halts),
                loop -> new ThreadSupervisor.Loops(List.of(loop), loop::end),
                Duration.ofSeconds(5));
    }

    @Override
    Status status(FeedWatchLoop loop, @Nullable String death) {
        List<FeedWatch.WatchedMatch> matches = loop.matches();
        long silent = matches.stream().filter(FeedWatch.WatchedMatch::silent).count();
        String error = death == null ? loop.error() : death;
        return new Status(
                error == null ? State.ACTIVE : State.FAILING,
                Plurals.of(matches.size(), "match", "matches") + " followed, " + silent + " of them silent and frozen",
                null,
                null,
                null,
                null,
                error);
    }
}
