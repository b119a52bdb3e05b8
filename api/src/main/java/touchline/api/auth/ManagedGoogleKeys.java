package touchline.api.auth;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import touchline.jobs.auth.GoogleKeys;
import touchline.jobs.auth.GoogleKeysListener;

/** This node's share of Google's keys, kept up to date for as long as it runs. */
public final class ManagedGoogleKeys extends HealthCheck implements Managed {
    private final GoogleKeys keys;
    private final GoogleKeysListener listener;

    public ManagedGoogleKeys(GoogleKeys keys, GoogleKeysListener listener) {
        this.keys = keys;
        this.listener = listener;
    }

    @Override
    public void start() {
        listener.start();
    }

    @Override
    public void stop() throws InterruptedException {
        listener.stop();
    }

    /** Without the subscription keys come up to 30 s later. */
    private String subscription() {
        String error = listener.lastError();
        return error == null ? "" : "; not subscribed: " + error;
    }

    @Override
    protected Result check() {
        if (keys.isOutOfDate()) {
            return Result.unhealthy(
                    "the keys are older than 24 h and are not believed: log-in with Google is unavailable");
        }
        return keys.fetchedAt()
                .map(fetched -> Result.healthy("%d keys, fetched at %s%s", keys.size(), fetched, subscription()))
                .orElseGet(() -> Result.unhealthy("no keys yet: log-in with Google is unavailable"));
    }
}
