package touchline.api.shutdown;

import io.dropwizard.lifecycle.Managed;

/** Stops something at most once; a later caller waits until that is done. */
final class StoppedOnce implements Managed {
    private final Managed inner;
    private boolean stopped;

    StoppedOnce(Managed inner) {
        this.inner = inner;
    }

    @Override
    public void start() throws Exception {
        inner.start();
    }

    @Override
    public synchronized void stop() throws Exception {
        if (!stopped) {
            stopped = true;
            inner.stop();
        }
    }
}
