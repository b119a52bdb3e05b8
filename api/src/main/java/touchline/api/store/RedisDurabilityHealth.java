package touchline.api.store;

import com.codahale.metrics.health.HealthCheck;
import java.util.List;

/** Says what Redis may lose. Unhealthy where that is not allowed, as after a fail-over to a server with other settings. */
public final class RedisDurabilityHealth extends HealthCheck {
    private final RedisDurability durability;

    public RedisDurabilityHealth(RedisDurability durability) {
        this.durability = durability;
    }

    @Override
    protected Result check() {
        List<String> findings = durability.findings();
        if (findings.isEmpty()) {
            return Result.healthy();
        }
        String text = "acknowledged orders may be lost: " + String.join(", ", findings);
        return durability.mayForget() ? Result.healthy(text) : Result.unhealthy(text);
    }
}
