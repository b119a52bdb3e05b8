package touchline.sandbox.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import touchline.api.TouchlineApplication;
import touchline.api.operator.account.PasswordCost;
import touchline.migrations.Migrations;
import touchline.sandbox.google.GoogleStub;
import touchline.sandbox.season.Season;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Recording;
import touchline.stores.Guardian;
import touchline.stores.Stores;

/** Plays matches through the whole product, shows their progress and prints a summary. */
public final class Demo {
    private static final Duration KICK_OFF_DELAY = Duration.ofSeconds(5);

    private final DemoOptions options;
    private final Map<String, String> environment;
    private final PrintStream out = System.out;

    public Demo(DemoOptions options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    /**
     * Runs until everything is settled, or until the process receives a signal to end.
     *
     * @return the exit code: 0 if all is settled and the books are right
     */
    public int run() throws Exception {
        options.requireFreePort();
        List<Recording> recordings = recordings();
        try (ShutdownStack closing = ShutdownStack.alsoAtShutdown()) {
            try {
                return run(recordings, closing);
            } catch (Exception e) {
                if (closing.hasBegun()) {
                    awaitTheEnd(); // an effect of the shutdown
                }
                throw e;
            }
        }
    }

    private int run(List<Recording> recordings, ShutdownStack closing) throws Exception {
        Path directory = directory();
        // First, so that it is closed last and ends every server that started in the directory.
        closing.add(Guardian.over(directory, options.data() == null), Guardian::end);
        out.println("Starting Postgres and Redis ...");
        FutureTask<GoogleStub> google = closing.add(begun("demo-google", GoogleStub::start), Demo::closeStarted);
        Stores stores = closing.add(Stores.fromEnvironment(environment, directory), Stores::close);
        FutureTask<DemoOperators> operators =
                begun("demo-operators", () -> DemoOperators.in(directory, PasswordCost.of(environment)));
        SportmonksSimulator simulator =
                closing.add(SportmonksSimulator.start(recordings, simulation(directory)), SportmonksSimulator::close);
        Migrations.migrate(database(stores));
        GoogleStub signIn = result(google);
        DemoVariables variables = DemoVariables.of(options, environment, stores, simulator, signIn, result(operators));
        TouchlineApplication node =
                closing.add(new TouchlineApplication(variables.all()).ignoringSignals(), TouchlineApplication::stop);
        node.run("server", configuration());
        // It logs an error when it stops a Postgres that has stopped already.
        ((Logger) LoggerFactory.getLogger("io.zonky.test.db.postgres")).setLevel(Level.OFF);
        DemoBooks books = closing.add(DemoBooks.open(stores), DemoBooks::close);
        DemoEndpoint endpoint = closing.add(
                DemoEndpoint.of(node.httpPort(), signIn).publish(environment),
                published -> published.withdraw(environment));
        new WelcomeMessage(out).print(endpoint, node.adminPort(), variables, books, players(recordings));
        closing.startupIsOver();
        return watch(recordings, books, closing);
    }

    /** Begins to compute, on a thread of its own, while Postgres creates its files and tables. */
    private static <T> FutureTask<T> begun(String thread, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task, thread).start();
        return task;
    }

    private static <T> T result(FutureTask<T> task) throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Waits for its start: its thread would keep the process alive. */
    private static void closeStarted(FutureTask<GoogleStub> google) throws InterruptedException {
        try {
            google.get().close();
        } catch (ExecutionException notStarted) {
            LoggerFactory.getLogger(Demo.class).debug("nothing to close", notStarted);
        }
    }

    private SimulatorOptions simulation(Path directory) {
        SimulatorOptions simulation = SimulatorOptions.defaults()
                .withSpeed(options.speed())
                .withKickOffDelay(KICK_OFF_DELAY)
                .withDataDirectory(directory);
        return options.seasonRounds() == null ? simulation : simulation.keepingCalendar();
    }

    /** Until the last match ends. */
    private Duration playingTime(List<Recording> recordings) {
        long first = recordings.stream()
                .mapToLong(recording -> recording.fixture().startsAt())
                .min()
                .orElse(0);
        double seconds = recordings.stream()
                .mapToDouble(recording -> recording.length()
                        + (options.seasonRounds() == null
                                ? 0
                                : recording.fixture().startsAt() - first))
                .max()
                .orElse(0);
        return Duration.ofMillis(Math.round(seconds * 1_000 / options.speed()));
    }

    private static int players(List<Recording> recordings) {
        return (int) recordings.stream()
                .flatMap(recording -> recording.squads().stream())
                .flatMap(squad -> squad.players().stream())
                .map(Recording.RecordedPlayer::id)
                .distinct()
                .count();
    }

    /** The shutdown ends the process. */
    private static void awaitTheEnd() {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException again) {
                // The shutdown ends the process.
            }
        }
    }

    private int watch(List<Recording> recordings, DemoBooks books, ShutdownStack closing) throws InterruptedException {
        boolean settled = false;
        try {
            settled = new MatchBoard(
                            out,
                            BoardReading.of(books, recordings),
                            playingTime(recordings),
                            environment.containsKey("TOUCHLINE_TERMINAL"))
                    .showUntilSettled();
        } catch (RuntimeException e) {
            if (!closing.hasBegun()) {
                throw e;
            }
            awaitTheEnd();
        }
        if (!options.exitWhenSettled()) {
            out.println(
                    settled
                            ? "Everything is settled. The node stays up; Ctrl-C ends it."
                            : "Not everything was settled in time.");
            Thread.currentThread().join();
        }
        DemoSummary summary = DemoSummary.of(books, recordings);
        out.println(summary.json());
        out.flush();
        return summary.isGood() ? 0 : 1;
    }

    private List<Recording> recordings() throws IOException {
        Integer rounds = options.seasonRounds();
        if (rounds != null) {
            return Season.generate(options.seed(), rounds);
        }
        List<Recording> recordings = new ArrayList<>();
        for (Path match : options.matches()) {
            recordings.add(Recording.read(match));
        }
        return recordings.isEmpty() ? List.of(Recording.shipped()) : recordings;
    }

    private Path directory() throws IOException {
        Path kept = options.data();
        Path directory = kept == null ? Files.createTempDirectory("touchline-demo") : Files.createDirectories(kept);
        return directory.toRealPath();
    }

    private String configuration() {
        return Path.of(environment.getOrDefault("TOUCHLINE_HOME", "."), "config.yml")
                .toString();
    }

    private static PGSimpleDataSource database(Stores stores) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(stores.databaseUrl());
        database.setUser(stores.databaseUser());
        database.setPassword(stores.databasePassword());
        return database;
    }
}
