package touchline.api.alert;

import io.dropwizard.lifecycle.Managed;
import touchline.scheduler.alert.Alerting;

/** Starts and stops the alerting with the node. */
final class ManagedAlerting implements Managed {
    private final Alerting alerting;

    ManagedAlerting(Alerting alerting) {
        this.alerting = alerting;
    }

    @Override
    public void start() {
        alerting.start();
    }

    @Override
    public void stop() throws InterruptedException {
        alerting.stop();
    }
}
