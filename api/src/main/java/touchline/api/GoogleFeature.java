package touchline.api;

import java.util.Optional;
import touchline.api.config.GoogleConfig;
import touchline.api.subscriber.KeyFetches;
import touchline.api.subscriber.ManagedGoogleKeys;
import touchline.jobs.auth.GoogleKeys;
import touchline.jobs.auth.GoogleKeysListener;
import touchline.scheduler.JobPlatform;

/** Google's keys, on every node that is to let people in by them. */
final class GoogleFeature {
    private GoogleFeature() {}

    /** The keys, where Google is to vouch for people. To be called once the jobs are managed: at its start a node may ask for a fetch. */
    static Optional<GoogleKeys> install(Stage stage, JobPlatform platform) {
        GoogleConfig google = stage.configuration().google();
        if (!google.isEnabled()) {
            return Optional.empty();
        }
        GoogleKeys keys = new GoogleKeys(google.settings(), stage.jdbi(), new KeyFetches(platform));
        ManagedGoogleKeys managed = new ManagedGoogleKeys(keys, new GoogleKeysListener(keys, stage.redisConnections()));
        stage.environment().lifecycle().manage(managed);
        stage.environment().healthChecks().register("google-keys", managed);
        return Optional.of(keys);
    }
}
