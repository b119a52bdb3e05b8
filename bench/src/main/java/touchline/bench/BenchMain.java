package touchline.bench;

import ch.qos.logback.classic.Level;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.logging.common.BootstrapLogging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.bench.api.ApiBench;
import touchline.bench.index.IndexBench;
import touchline.bench.integrity.IntegrityBench;
import touchline.bench.jobs.JobsBench;
import touchline.bench.scale.ScaleBench;
import touchline.stores.Durability;
import touchline.stores.Stores;

/** {@code touchline bench NAME}, with options. */
final class BenchMain {
    private static final List<String> PARTS =
            List.of("index", "closes", "flusher", "stopwatch", "sweep", "settlement", "replicas", "scale");

    private BenchMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.OFF);
        List<String> words = new ArrayList<>(List.of(args));
        BenchPace pace = words.remove("--quick") ? BenchPace.quick() : BenchPace.full();
        if (words.size() < 2) {
            throw usage("what is to be measured?");
        }
        List<String> options = words.subList(2, words.size());
        switch (words.get(1)) {
            case "market" -> market(options, pace);
            case "api" -> api(options, pace);
            case "jobs" -> jobs(options(options, pace));
            case "compare" -> compare(options, List.of(args).contains("--quick"));
            case "integrity" -> integrity(options);
            default -> throw usage("what is to be measured?");
        }
        System.exit(0);
    }

    private static void market(List<String> chosen, BenchPace pace) throws Exception {
        if (!PARTS.containsAll(chosen)) {
            throw usage("what is to be measured of the market?");
        }
        for (String part : chosen.isEmpty() ? PARTS : chosen) {
            if (part.equals("index")) {
                new IndexBench(pace, System.out).run().print(System.out);
                continue;
            }
            if (part.equals("replicas")) {
                new ReplicaBench(pace, System.out).run().print(System.out);
                continue;
            }
            try (BenchStores own = BenchStores.start(Durability.KEPT)) { // so that none pays for what another left
                Stores stores = own.stores();
                Figures figures = switch (part) {
                    case "closes" -> new CloseBench(stores, pace, System.out).run();
                    case "flusher" -> new FlusherBench(stores, pace, System.out).run();
                    case "sweep" -> new SweepBench(stores, pace, System.out).run();
                    case "scale" -> new ScaleBench(stores, pace, System.out).run();
                    case "settlement" -> new SettlementBench(stores, pace, System.out).run();
                    default -> new StopWatchBench(stores, pace, System.out).run();
                };
                figures.print(System.out);
            }
        }
    }

    private static void api(List<String> chosen, BenchPace pace) throws Exception {
        if (!ApiBench.PARTS.containsAll(chosen)) {
            throw usage("what is to be measured of the client API?");
        }
        Path home = Path.of(System.getenv().getOrDefault("TOUCHLINE_HOME", "."));
        try (BenchStores own = BenchStores.start(Durability.KEPT)) {
            new ApiBench(own.stores(), home, pace, System.out)
                    .run(chosen.isEmpty() ? ApiBench.PARTS : chosen)
                    .print(System.out);
        }
    }

    private static void compare(List<String> words, boolean quick) throws Exception {
        CompareBench bench;
        try {
            bench = CompareBench.of(words, quick);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        bench.run(System.out);
    }

    private static JobsBench options(List<String> words, BenchPace pace) {
        try {
            return JobsBench.of(words, pace.divisor() > 1);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private static void jobs(JobsBench bench) throws Exception {
        try (BenchStores own = BenchStores.start(Durability.KEPT)) {
            bench.run(own.stores(), System.out).print(System.out);
        }
    }

    private static void integrity(List<String> words) throws Exception {
        IntegrityBench bench;
        try {
            bench = IntegrityBench.of(words);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        // No step is lost here, and none has to survive a power failure.
        boolean isSound;
        try (BenchStores own = BenchStores.start(Durability.THROWAWAY)) {
            ManagedDataSource pool = BenchDataSource.pool(own.stores());
            isSound = bench.run(pool, own.stores().redisUrl(), System.out);
            pool.stop();
        }
        if (!isSound) {
            System.exit(1);
        }
    }

    /** Ends the process. */
    private static IllegalStateException usage(@Nullable String why) {
        System.err.println(why);
        System.err.println("usage: ./touchline bench market [" + String.join("|", PARTS) + "]... [--quick]");
        System.err.println("       ./touchline bench api [" + String.join("|", ApiBench.PARTS) + "]... [--quick]");
        System.err.println("       ./touchline bench jobs " + JobsBench.USAGE);
        System.err.println("       ./touchline bench compare " + CompareBench.USAGE);
        System.err.println("       ./touchline bench integrity " + IntegrityBench.USAGE);
        System.exit(2);
        return new IllegalStateException("gone");
    }
}
