package touchline.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.TestStores;

/** A node in a JVM of its own, to be killed or put to sleep. */
final class ForkedNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;

    private ForkedNode(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Runs {@code main} with the database's URL, user, password and further arguments. */
    static ForkedNode start(Class<?> main, TestStores stores, Path log, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(stores.databaseUrl(), stores.user(), stores.password()));
        all.addAll(List.of(arguments));
        return new ForkedNode(
                new ProcessBuilder(ChildJvm.command(main.getName(), all))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** What its {@code main} connects to: a pool, as a real node has one. */
    static DataSource database(String[] arguments) {
        DataSource pool = new DataSource();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setUrl(arguments[0]);
        pool.setUsername(arguments[1]);
        pool.setPassword(arguments[2]);
        // A node that a test suspends in a transaction must not hold its locks for good, as it does not in production.
        pool.setConnectionProperties("options=-c idle_in_transaction_session_timeout=20s;ApplicationName="
                + (arguments.length > 3 ? arguments[3] : "node"));
        // A connection that the database has ended meanwhile is replaced, as in production.
        pool.setTestOnBorrow(true);
        pool.setMaxActive(40);
        pool.setMaxIdle(40);
        return pool;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Suspends it in the middle of its work; returns when all of its threads have stopped. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(this::isStopped);
    }

    private boolean isStopped() throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return true; // not Linux, which alone says it
        }
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String state = Files.readString(thread.resolve("stat"));
                if (state.charAt(state.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        } catch (NoSuchFileException endedThread) {
            return false;
        }
        return true;
    }

    void wakeUp() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** Waits until the condition holds; fails with the log as soon as the process has ended, and after three minutes. */
    void await(Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .failFast("the node has ended", () -> !process.isAlive())
                    .until(condition);
        } catch (ConditionTimeoutException | TerminalFailureException failure) {
            throw new AssertionError(failure.getMessage() + "; its log:\n" + text(), failure);
        }
    }

    private String text() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }
}
