package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the cluster that is started again on its data after it was killed. Used by one thread at a time. */
public abstract class Member {
    private final String name;
    private @Nullable Process process;

    Member(String name) {
        this.name = name;
    }

    /** Starts the process, or throws if it can't be started. */
    abstract Process launch() throws IOException;

    /** Returns when the process serves requests. */
    abstract void awaitReady() throws IOException, InterruptedException;

    public final String name() {
        return name;
    }

    /** Starts it, without waiting until it serves. */
    public final void start() throws IOException {
        process = launch();
    }

    /** Starts it and waits until it serves. */
    public final void startAndAwait() throws IOException, InterruptedException {
        start();
        awaitReady();
    }

    /** Ends it with SIGKILL, suspended or not. */
    public final void kill() throws InterruptedException {
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
        signal("TERM");
        return running().waitFor(seconds, TimeUnit.SECONDS);
    }

    private Process running() {
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
