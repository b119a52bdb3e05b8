package touchline.bench;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.nio.file.Files;
import java.nio.file.Path;
import touchline.market.stopwatch.IndexBench;
import touchline.stores.Stores;

/** {@code touchline bench NAME}. */
final class BenchMain {
    private BenchMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.OFF);
        if (args.length != 2 || !args[1].equals("market")) {
            System.err.println("usage: ./touchline bench market");
            System.exit(2);
        }
        IndexBench.run(System.out);
        Path directory = Files.createTempDirectory("touchline-bench");
        try (Stores stores = Stores.start(directory)) {
            new CloseBench(stores, System.out).run();
            new FlusherBench(stores, System.out).run();
        }
        System.exit(0);
    }
}
