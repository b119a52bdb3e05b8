package touchline.api.feature;

import java.util.Optional;
import touchline.api.auth.ManagedGoogleKeys;
import touchline.api.config.GoogleConfig;
import touchline.api.subscriber.KeyFetches;
import touchline.api.wiring.NodeContext;
import touchline.jobs.auth.GoogleKeys;
import touchline.jobs.auth.GoogleKeysListener;
import touchline.scheduler.JobPlatform;

/** Google's keys, on every node that is to let people in by them. */
public final class GoogleFeature {
    private GoogleFeature() {}

    /** Google's keys, if log-in with Google is configured. To be called after the jobs are managed: a node may request a fetch at its start. */
    public static Optional<GoogleKeys> install(NodeContext context, JobPlatform platform) {
        GoogleConfig google = context.configuration().google();
        if (!google.isEnabled()) {
            return Optional.empty();
        }
        GoogleKeys keys = new GoogleKeys(google.settings(), context.jdbi(), new KeyFetches(platform));
        ManagedGoogleKeys managed =
                new ManagedGoogleKeys(keys, new GoogleKeysListener(keys, context.redisConnections()));
        context.environment().lifecycle().manage(managed);
        context.environment().healthChecks().register("google-keys", managed);
        return Optional.of(keys);
    }
}
