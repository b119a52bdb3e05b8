package touchline.api.subscriber;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.node.Service;
import touchline.market.fixture.FeedWatch;

/** This node's look at whether the feed is silent, for as long as it runs. Every node looks; none has to. */
public final class ManagedFeedWatch implements Managed, Service {
    private final KeptAlive kept;
    private volatile @Nullable FeedWatchLoop current;

    /**
     * A watch that does nothing until {@link #start}.
     *
     * @param anew makes one, for each start
     */
    public ManagedFeedWatch(Supplier<FeedWatch> anew) {
        kept = new KeptAlive(
                "feed-watch",
                () -> {
                    FeedWatchLoop loop = new FeedWatchLoop(anew.get());
                    current = loop;
                    return new KeptAlive.Loops(List.of(loop), loop::end);
                },
                Duration.ofSeconds(5));
    }

    @Override
    public String name() {
        return "feed-watch";
    }

    @Override
    public void start() {
        kept.start();
    }

    @Override
    public void stop() throws InterruptedException {
        kept.stop();
    }

    @Override
    public void restart() throws InterruptedException {
        kept.restart();
    }

    @Override
    public Status status() {
        FeedWatchLoop loop = current;
        if (loop == null || !kept.isRunning()) {
            return new Status(State.STOPPED, "not running", null, null, null, null, null);
        }
        Optional<KeptAlive.Death> death = kept.recentDeath();
        List<FeedWatch.Heard> heard = loop.heard();
        long silent = heard.stream().filter(FeedWatch.Heard::silent).count();
        return new Status(
                loop.error() == null && death.isEmpty() ? State.ACTIVE : State.FAILING,
                heard.size() + " matches followed, " + silent + " of them silent and frozen",
                null,
                null,
                null,
                null,
                death.map(died -> "its thread died: " + died.cause()).orElse(loop.error()));
    }
}
