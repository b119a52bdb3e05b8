package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the cluster that is started again on its data after it was killed. Used by one thread at a time and by the {@link Supervisor}. */
abstract class Member implements Supervisor.Supervised {
    private final String name;
    private @Nullable Process process;
    private boolean shouldRun;

    Member(String name) {
        this.name = name;
    }

    /** Starts the process, or throws if it can't be started. */
    abstract Process launch() throws IOException;

    /** Returns when the process serves requests. */
    abstract void awaitReady() throws IOException, InterruptedException;

    @Override
    public final String name() {
        return name;
    }

    /** Starts it, without waiting until it serves. */
    public final synchronized void start() throws IOException {
        shouldRun = true;
        process = launch();
    }

    @Override
    public final synchronized boolean startIfEnded() throws IOException {
        if (!shouldRun || running().isAlive()) {
            return false;
        }
        process = launch();
        return true;
    }

    /** Starts it and waits until it serves. */
    public final void startAndAwait() throws IOException, InterruptedException {
        start();
        awaitReady();
    }

    /** Ends it with SIGKILL, suspended or not. */
    public final synchronized void kill() throws InterruptedException {
        shouldRun = false;
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** Suspends it. Its connections stay open, and the kernel still accepts new ones for it. */
    public final void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Continues it after {@link #freeze}. */
    public final void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Asks it to end, and returns whether it did in time. */
    public final boolean terminate(int seconds) throws IOException, InterruptedException {
        Process running;
        synchronized (this) {
            shouldRun = false;
            running = running();
        }
        Signals.send("TERM", running.pid());
        return running.waitFor(seconds, TimeUnit.SECONDS);
    }

    private synchronized Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return running;
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Signals.send(signal, running().pid());
    }
}
