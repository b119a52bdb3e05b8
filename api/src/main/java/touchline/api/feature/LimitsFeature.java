package touchline.api.feature;

import touchline.api.config.LimitsConfig;
import touchline.api.wiring.NodeContext;

/** Installs the rate limits. */
public final class LimitsFeature {
    private LimitsFeature() {}

    public static void install(NodeContext context) {
        LimitsConfig limits = context.configuration().limits();
        if (limits.isEnabled()) {
            limits.requests().install(context.environment().jersey(), context.redis(), System::nanoTime);
        }
    }
}
