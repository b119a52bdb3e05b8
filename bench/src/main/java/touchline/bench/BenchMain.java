package touchline.bench;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.bench.api.ApiBench;
import touchline.bench.jobs.JobsBench;
import touchline.stores.Stores;

/** {@code touchline bench NAME}, with options. */
final class BenchMain {
    private static final List<String> PARTS =
            List.of("index", "closes", "flusher", "stopwatch", "sweep", "settlement", "replicas");

    private BenchMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.OFF);
        List<String> words = List.of(args);
        if (words.size() >= 2 && words.get(1).equals("market")) {
            market(words.subList(2, words.size()));
        } else if (words.equals(List.of("bench", "api"))) {
            api();
        } else if (words.size() >= 2 && words.get(1).equals("jobs")) {
            jobs(options(words.subList(2, words.size())));
        } else {
            throw usage("what is to be measured?");
        }
        System.exit(0);
    }

    private static void market(List<String> chosen) throws Exception {
        if (!PARTS.containsAll(chosen)) {
            throw usage("what is to be measured of the market?");
        }
        for (String part : chosen.isEmpty() ? PARTS : chosen) {
            if (part.equals("index")) {
                IndexBench.run(System.out);
                continue;
            }
            if (part.equals("replicas")) {
                new ReplicaBench(System.out).run();
                continue;
            }
            try (Stores stores = stores()) { // its own, so that none pays for what another left
                switch (part) {
                    case "closes" -> new CloseBench(stores, System.out).run();
                    case "flusher" -> new FlusherBench(stores, System.out).run();
                    case "sweep" -> new SweepBench(stores, System.out).run();
                    case "settlement" -> new SettlementBench(stores, System.out).run();
                    default -> new StopWatchBench(stores, System.out).run();
                }
            }
        }
    }

    private static void api() throws Exception {
        try (Stores stores = stores()) {
            new ApiBench(stores, Path.of(System.getenv().getOrDefault("TOUCHLINE_HOME", ".")), System.out).run();
        }
    }

    private static JobsBench options(List<String> words) {
        try {
            return JobsBench.of(words);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private static void jobs(JobsBench bench) throws Exception {
        try (Stores stores = stores()) {
            bench.run(stores, System.out);
        }
    }

    private static Stores stores() throws IOException {
        return Stores.start(Files.createTempDirectory("touchline-bench"));
    }

    /** Ends the process. */
    private static IllegalStateException usage(@Nullable String why) {
        System.err.println(why);
        System.err.println("usage: ./touchline bench market [" + String.join("|", PARTS) + "]...");
        System.err.println("       ./touchline bench api");
        System.err.println("       ./touchline bench jobs " + JobsBench.USAGE);
        System.exit(2);
        return new IllegalStateException("gone");
    }
}
