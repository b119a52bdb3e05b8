package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import touchline.market.outbox.Flusher;

/** The flusher, for as long as the node runs. */
public final class ManagedFlusher extends HealthCheck implements Managed {
    private final Flusher flusher;

    public ManagedFlusher(Flusher flusher) {
        this.flusher = flusher;
    }

    @Override
    public void start() {
        flusher.start();
    }

    @Override
    public void stop() throws InterruptedException {
        flusher.stop();
    }

    @Override
    protected Result check() {
        return flusher.isHealthy()
                ? Result.healthy("running")
                : Result.builder()
                        .unhealthy()
                        .withMessage(String.valueOf(flusher.lastError()))
                        .build();
    }
}
