package touchline.bench;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
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
        } else if (words.size() >= 2 && words.get(1).equals("jobs")) {
            jobs(words.subList(2, words.size()));
        } else {
            usage();
        }
        System.exit(0);
    }

    private static void market() throws Exception {
        IndexBench.run(System.out);
        try (Stores stores = stores()) {
            new CloseBench(stores, System.out).run();
            new FlusherBench(stores, System.out).run();
        }
    }

    private static void jobs(List<String> options) throws Exception {
        try (Stores stores = stores()) {
            JobsBench.of(stores, options, System.out).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            usage();
        }
    }

    private static Stores stores() throws IOException {
        return Stores.start(Files.createTempDirectory("touchline-bench"));
    }

    private static void usage() {
        System.err.println("usage: ./touchline bench market");
        System.err.println("       ./touchline bench jobs " + JobsBench.USAGE);
        System.exit(2);
    }
}
