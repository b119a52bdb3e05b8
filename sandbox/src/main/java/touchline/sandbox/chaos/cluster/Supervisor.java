package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts processes again that end by themselves, as systemd or Kubernetes does. It leaves those alone that a fault ended. */
final class Supervisor {
    private static final long RESTART_MILLIS = 200;
    private static final long CLOSE_MILLIS = 120_000;

    private final List<Supervised> all;
    private final List<String> restarts = new ArrayList<>();
    private final Thread thread = new Thread(this::supervise, "supervisor");
    private volatile boolean closed;

    /** A process of the cluster. */
    interface Supervised {
        String name();

        /** Starts it if it should run and has ended; returns whether it did. */
        boolean startIfEnded() throws IOException, InterruptedException;
    }

    private Supervisor(List<? extends Supervised> all) {
        this.all = List.copyOf(all);
    }

    static Supervisor of(List<? extends Supervised> all) {
        Supervisor supervisor = new Supervisor(all);
        supervisor.thread.setDaemon(true);
        supervisor.thread.start();
        return supervisor;
    }

    /** The names of processes that were started again since the last call. */
    List<String> takeRestarts() {
        synchronized (restarts) {
            List<String> taken = List.copyOf(restarts);
            restarts.clear();
            return taken;
        }
    }

    private void supervise() {
        try {
            while (!closed) {
                for (Supervised each : all) {
                    startIfEnded(each);
                }
                TimeUnit.MILLISECONDS.sleep(RESTART_MILLIS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void startIfEnded(Supervised process) throws InterruptedException {
        try {
            if (!process.startIfEnded()) {
                return;
            }
        } catch (IOException failed) {
            return; // the next pass tries again
        }
        synchronized (restarts) {
            restarts.add(process.name());
        }
    }

    /** Returns when it starts nothing any more. */
    void close() throws InterruptedException {
        closed = true;
        thread.join(CLOSE_MILLIS);
    }
}
