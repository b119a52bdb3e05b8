package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.jobs.platform.node.Service;
import touchline.market.reconnect.ReconnectListener;
import touchline.market.reconnect.ReconnectStatus;

/** This node's ear for users who come back, for as long as the node runs. A listener whose thread dies is replaced within a second. */
public final class ManagedReconnects extends HealthCheck implements Managed, Service {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedReconnects.class);
    private static final double NANOS = 1e9;

    private final Supplier<ReconnectListener> anew;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Running running;
    private volatile boolean over = true;
    private @Nullable Count last;
    private @Nullable Double perSecond;

    /**
     * A listener that does nothing until {@link #start}.
     *
     * @param anew makes one, for each start
     */
    public ManagedReconnects(Supplier<ReconnectListener> anew) {
        this.anew = anew;
    }

    private record Running(ReconnectListener listener, Thread thread) {}

    private record Count(ReconnectListener of, long replayed, long nanos) {}

    @Override
    public String name() {
        return "reconnect";
    }

    @Override
    public void start() {
        over = false;
        begin();
        Thread keeper = new Thread(this::keep, "reconnect-keeper");
        keeper.setDaemon(true);
        keeper.start();
    }

    @Override
    public void stop() throws InterruptedException {
        over = true;
        turn.lockInterruptibly();
        try {
            end();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void restart() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (!over) {
                end();
                begin();
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Status status() {
        Running now = running;
        if (now == null || !now.thread().isAlive()) {
            return new Status(State.STOPPED, "not running", null, null, null, null, null);
        }
        ReconnectStatus status = now.listener().status();
        return new Status(
                status.listening() ? State.ACTIVE : State.FAILING,
                words(status),
                null,
                null,
                status.lagMillis(),
                rate(now.listener(), status.replayed()),
                status.lastError());
    }

    @Override
    protected Result check() {
        Status status = status();
        return status.state() == State.ACTIVE
                ? Result.builder().healthy().withMessage(status.detail()).build()
                : Result.builder()
                        .unhealthy()
                        .withMessage(status.detail() + ": " + status.lastError())
                        .build();
    }

    private static String words(ReconnectStatus status) {
        String done = status.waiting() + " wait, " + status.replayed() + " replayed, " + status.closed() + " closed";
        return status.overflowed() == 0 ? done : done + ", " + status.overflowed() + " left to the sweeper";
    }

    /** Replays a second since the last look, which is about a second ago; null at the first. */
    private synchronized @Nullable Double rate(ReconnectListener listener, long replayed) {
        long now = System.nanoTime();
        Count before = last;
        if (before == null || before.of() != listener) {
            last = new Count(listener, replayed, now);
            perSecond = null;
        } else if (now - before.nanos() > NANOS / 2) {
            perSecond = (replayed - before.replayed()) * NANOS / (now - before.nanos());
            last = new Count(listener, replayed, now);
        }
        return perSecond;
    }

    private void keep() {
        while (!over) {
            try {
                TimeUnit.MILLISECONDS.sleep(500);
                turn.lockInterruptibly();
                try {
                    Running now = running;
                    if (!over && now != null && !now.thread().isAlive()) {
                        LOG.error("the thread that listens for users who come back has died and is started again");
                        now.listener().close();
                        begin();
                    }
                } finally {
                    turn.unlock();
                }
            } catch (InterruptedException end) {
                // looked at above: it is over, or somebody was mistaken
            } catch (RuntimeException | Error e) {
                LOG.warn("users who come back can't be listened for just now: {}", e.toString());
            }
        }
    }

    private void begin() {
        ReconnectListener listener = anew.get();
        Thread thread = new Thread(listener, "reconnect");
        thread.start();
        running = new Running(listener, thread);
    }

    private void end() throws InterruptedException {
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.listener().close();
            ending.thread().join(5_000);
            ending.thread().interrupt();
        }
    }
}
