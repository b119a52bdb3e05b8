package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchStatus;

/** This node's StopWatch, which watches or waits for its turn, for as long as the node runs. */
public final class ManagedStopWatch extends HealthCheck implements Managed {
    private final StopWatch stopWatch;
    private final Thread thread;

    public ManagedStopWatch(StopWatch stopWatch) {
        this.stopWatch = stopWatch;
        this.thread = new Thread(stopWatch, "stopwatch");
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() throws InterruptedException {
        stopWatch.close();
        thread.join(5_000);
        thread.interrupt();
    }

    @Override
    protected Result check() {
        StopWatchStatus status = stopWatch.status();
        String words = status.watching()
                ? "watching " + status.open() + " positions, " + status.backlog() + " messages behind"
                : "another node's turn";
        return thread.isAlive()
                ? Result.builder().healthy().withMessage(words).build()
                : Result.unhealthy("its thread has died");
    }
}
