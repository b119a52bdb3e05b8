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
import touchline.market.stopwatch.IndexBench;
import touchline.stores.Stores;

/** {@code touchline bench NAME}, with options. */
final class BenchMain {
    private BenchMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.OFF);
        List<String> words = List.of(args);
        if (words.equals(List.of("bench", "market"))) {
            market();
        } else if (words.equals(List.of("bench", "market", "sweep"))) {
            sweep();
        } else if (words.equals(List.of("bench", "api"))) {
            api();
        } else if (words.size() >= 2 && words.get(1).equals("jobs")) {
            jobs(options(words.subList(2, words.size())));
        } else {
            throw usage("what is to be measured?");
        }
        System.exit(0);
    }

    private static void market() throws Exception {
        IndexBench.run(System.out);
        try (Stores stores = stores()) {
            new CloseBench(stores, System.out).run();
            new FlusherBench(stores, System.out).run();
        }
        sweep();
    }

    private static void sweep() throws Exception {
        try (Stores stores = stores()) {
            new SweepBench(stores, System.out).run();
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
        System.err.println("usage: ./touchline bench market [sweep]");
        System.err.println("       ./touchline bench api");
        System.err.println("       ./touchline bench jobs " + JobsBench.USAGE);
        System.exit(2);
        return new IllegalStateException("gone");
    }
}
