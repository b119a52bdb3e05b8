package touchline.api.route;

import com.codahale.metrics.health.HealthCheck;

/** Unhealthy while the node refuses changes as too old, because it was suspended and can't tell which requests arrived since: its own ports don't answer it. */
final class OwnPortHealth extends HealthCheck {
    private final LoopbackProbe probe;

    OwnPortHealth(LoopbackProbe probe) {
        this.probe = probe;
    }

    @Override
    protected Result check() {
        return probe.trouble()
                .map(why -> Result.builder()
                        .unhealthy()
                        .withMessage("the node was suspended, and its own port does not answer it, so that changes are"
                                + " refused as too old: let the node connect to itself (" + why.replace("%", "") + ")")
                        .build())
                .orElseGet(Result::healthy);
    }
}
