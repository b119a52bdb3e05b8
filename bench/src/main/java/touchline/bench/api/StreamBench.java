package touchline.bench.api;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import redis.clients.jedis.RedisClient;
import touchline.bench.BenchPace;
import touchline.bench.Figures;

/** Listeners to a node's stream: how soon after a tick its price arrives, and how much memory they cost the node. */
final class StreamBench {
    private static final int LISTENERS = 5_000;
    private static final int WATCHED = 10;
    private static final int FEW = 50;
    private static final int MEASURED_SECONDS = 15;
    private static final int LEAST_SECONDS = 5;

    private final RedisClient redis;
    private final ServerProcess node;
    private final PrintStream out;
    private final Duration measured;
    private final Figures figures = new Figures();

    StreamBench(RedisClient redis, ServerProcess node, BenchPace pace, PrintStream out) {
        this.measured = Duration.ofSeconds(Math.max(LEAST_SECONDS, pace.size(MEASURED_SECONDS)));
        this.redis = redis;
        this.node = node;
        this.out = out;
    }

    Figures run() throws Exception {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : LISTENERS;
        int listeners = (int) Math.min(LISTENERS, files - 300);
        out.println(
                listeners + " listen to the stream, 1,000 ticks a second in all (" + measured.toSeconds() + " s each)");
        ServerProcess.Kept before = node.kept();
        try (StreamListeners stream = StreamListeners.gather(node.port(), listeners, n -> watchlist(n))) {
            measure(
                    "each to " + WATCHED + " of 1,000 instruments",
                    stream,
                    ApiBench.INSTRUMENTS,
                    (double) listeners * WATCHED / ApiBench.INSTRUMENTS);
            ServerProcess.Kept with = node.kept();
            out.printf(
                    "  heap of the node: %.0f MiB before, %.0f MiB with them, %.1f KiB a listener; threads %d before, %d with them%n",
                    before.heapBytes() / 1048576.0,
                    with.heapBytes() / 1048576.0,
                    (with.heapBytes() - before.heapBytes()) / 1024.0 / listeners,
                    before.threads(),
                    with.threads());
        }
        try (StreamListeners stream = StreamListeners.gather(node.port(), listeners, n -> "")) {
            measure("each to all of " + FEW + " instruments", stream, FEW, listeners);
            ServerProcess.Kept with = node.kept();
            out.printf("  heap of the node: %.0f MiB with them%n", with.heapBytes() / 1048576.0);
        }
        out.println();
        return figures;
    }

    private void measure(String label, StreamListeners stream, int instruments, double pricesATick) throws Exception {
        try (Ticker ticker = Ticker.start(redis, instruments)) {
            Thread.sleep(5_000);
            stream.begin();
            long made = ticker.made();
            Duration cpu = node.cpu();
            long began = System.nanoTime();
            Thread.sleep(measured.toMillis());
            StreamListeners.Delivered delivered = stream.end();
            made = ticker.made() - made;
            double micros = node.cpu().minus(cpu).toNanos() / 1e3 / Math.max(1, delivered.prices());
            figures.add("stream, " + label + ", p50 ms", delivered.p50Millis());
            figures.add("stream, " + label + ", p99 ms", delivered.p99Millis());
            figures.add("stream, " + label + ", CPU us/price", micros);
            double seconds = (System.nanoTime() - began) / 1e9;
            out.printf(
                    "  %-38s %5.0f ticks/s, %9.0f prices/s delivered (%3.0f %%; the rest replaced by newer ones), p50 %d ms, p99 %d ms, max %d ms, CPU of the node %.1f us/price%n",
                    label,
                    made / seconds,
                    delivered.prices() / seconds,
                    100 * delivered.prices() / (made * pricesATick),
                    delivered.p50Millis(),
                    delivered.p99Millis(),
                    delivered.mostMillis(),
                    micros);
        }
    }

    private static String watchlist(int n) {
        StringBuilder ids = new StringBuilder("?instruments=");
        for (int one = 0; one < WATCHED; one++) {
            ids.append(one == 0 ? "" : ",").append(1 + (n * 7 + one * 97) % ApiBench.INSTRUMENTS);
        }
        return ids.toString();
    }
}
