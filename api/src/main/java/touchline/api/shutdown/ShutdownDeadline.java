package touchline.api.shutdown;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a process that has not stopped by itself within ten seconds of a signal. Other nodes take over then as after a crash. */
public final class ShutdownDeadline {
    /** Less than ten seconds, the patience of {@code docker stop}. */
    private static final Duration LONGEST = Duration.ofMillis(9_500);

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownDeadline.class);

    private ShutdownDeadline() {}

    /**
     * Arms it for this process.
     *
     * @param hasStopped whether everything has stopped before the process ends: then nothing is waited for, however long the JVM itself takes
     */
    public static void arm(BooleanSupplier hasStopped) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> begin(
                                LONGEST, hasStopped, () -> Runtime.getRuntime().halt(1)),
                        "shutdown-deadline"));
    }

    /** Begins to wait, on a daemon thread: a process that is done earlier doesn't wait for it. False if there is nothing to wait for. */
    static boolean begin(Duration longest, BooleanSupplier hasStopped, Runnable halt) {
        if (hasStopped.getAsBoolean()) {
            return false;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(longest.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                    LOG.error("not stopped within {} ms of the signal: the process is ended", longest.toMillis());
                    halt.run();
                },
                "shutdown-deadline");
        thread.setDaemon(true);
        thread.start();
        return true;
    }
}
