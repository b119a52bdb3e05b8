package touchline.api.stream;

import com.codahale.metrics.health.HealthCheck;

/** Unhealthy while this node can't read what happens: its clients then hear nothing, and continue where they were afterwards. */
final class StreamHealth extends HealthCheck {
    private final FanOut fanOut;

    StreamHealth(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    @Override
    protected Result check() {
        String error = fanOut.lastError();
        return error == null
                ? Result.healthy("%d listeners", fanOut.listeners())
                : Result.builder()
                        .unhealthy()
                        .withMessage("events can't be read from Redis: " + error)
                        .build();
    }
}
