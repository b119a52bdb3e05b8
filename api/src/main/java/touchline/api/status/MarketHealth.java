package touchline.api.status;

import com.codahale.metrics.health.HealthCheck;

/** Unhealthy while the market is shut, with why. */
final class MarketHealth extends HealthCheck {
    private final MarketStatus status;

    MarketHealth(MarketStatus status) {
        this.status = status;
    }

    @Override
    protected Result check() {
        return status.shut()
                .map(shut -> Result.builder()
                        .unhealthy()
                        .withMessage(shut.reason().slug() + ": " + shut.detail())
                        .build())
                .orElseGet(() -> Result.healthy("open"));
    }
}
