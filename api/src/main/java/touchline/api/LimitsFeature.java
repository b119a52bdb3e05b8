package touchline.api;

import touchline.api.config.LimitsConfig;

/** How often one may ask. */
final class LimitsFeature {
    private LimitsFeature() {}

    static void install(Stage stage) {
        LimitsConfig limits = stage.configuration().limits();
        if (limits.isEnabled()) {
            limits.requests().install(stage.environment().jersey(), stage.redis(), System::nanoTime);
        }
    }
}
