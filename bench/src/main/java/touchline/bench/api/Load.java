package touchline.bench.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import touchline.bench.BenchPace;

/** Closed-loop load: each connection sends its next request after the previous answer. */
final class Load {
    static final int CONNECTIONS = 64;

    /** HotSpot compiles a method fully after up to 15,000 calls, and takes its time: the CPU time of an order falls until there were 45,000. */
    private static final long WARM = 50_000;

    private final BenchPace pace;
    private final Supplier<Duration> cpu;
    private volatile boolean measured;
    private volatile boolean ended;

    private Load(BenchPace pace, Supplier<Duration> cpu) {
        this.pace = pace;
        this.cpu = cpu;
    }

    /** One request. */
    interface Call {
        void once() throws Exception;
    }

    /** Creates the request of the n-th connection. */
    interface Calls {
        Call of(int n) throws Exception;
    }

    /**
     * The result of a measurement.
     *
     * @param cpuMicros CPU time of the server for each request; 0 if there is no server
     */
    record Result(double perSecond, double p50Millis, double p99Millis, double cpuMicros) {}

    /** Runs without a server of its own. */
    static Result run(BenchPace pace, Calls calls) throws Exception {
        return run(pace, () -> Duration.ZERO, calls);
    }

    /**
     * Warms up, then measures.
     *
     * @param cpu the CPU time of the server so far
     */
    static Result run(BenchPace pace, Supplier<Duration> cpu, Calls calls) throws Exception {
        return new Load(pace, cpu).measure(calls);
    }

    private Result measure(Calls calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Connection> connections = new ArrayList<>();
            for (int n = 0; n < CONNECTIONS; n++) {
                connections.add(new Connection(calls.of(n)));
            }
            List<Future<?>> running = new ArrayList<>();
            for (Connection connection : connections) {
                running.add(threads.submit(() -> {
                    connection.run();
                    return null;
                }));
            }
            warmUp(connections);
            Duration before = cpu.get();
            long began = System.nanoTime();
            measured = true;
            Thread.sleep(pace.measuredMillis());
            ended = true;
            double seconds = (System.nanoTime() - began) / 1e9;
            Duration used = cpu.get().minus(before);
            for (Future<?> one : running) {
                one.get();
            }
            long[] sorted = connections.stream()
                    .flatMapToLong(one -> Arrays.stream(one.latencies, 0, one.count))
                    .sorted()
                    .toArray();
            return new Result(
                    sorted.length / seconds,
                    at(sorted, 0.5) / 1e6,
                    at(sorted, 0.99) / 1e6,
                    used.toNanos() / 1e3 / Math.max(1, sorted.length));
        } finally {
            ended = true;
            threads.shutdownNow();
        }
    }

    private void warmUp(List<Connection> connections) throws InterruptedException {
        double before = 0;
        long done = 0;
        for (int window = 0; window < pace.mostWindows(); window++) {
            long began = System.nanoTime();
            Thread.sleep(pace.windowMillis());
            long now = connections.stream().mapToLong(one -> one.done).sum();
            double rate = (now - done) * 1e9 / (System.nanoTime() - began);
            if (now >= WARM && BenchPace.agree(before, rate)) {
                return;
            }
            before = rate;
            done = now;
        }
    }

    private final class Connection {
        private final Call call;
        private volatile long done;
        private long[] latencies = new long[1 << 12];
        private int count;

        Connection(Call call) {
            this.call = call;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        void run() throws Exception {
            while (!ended) {
                long began = System.nanoTime();
                call.once();
                done++;
                if (measured && !ended) {
                    if (count == latencies.length) {
                        latencies = Arrays.copyOf(latencies, 2 * count);
                    }
                    latencies[count++] = System.nanoTime() - began;
                }
            }
        }
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))];
    }
}
