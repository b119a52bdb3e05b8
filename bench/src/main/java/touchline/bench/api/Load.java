package touchline.bench.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Closed-loop load: each connection sends its next request after the previous answer. */
final class Load {
    static final int CONNECTIONS = 64;

    private static final long WARM_NANOS = 3_000_000_000L;
    private static final long MEASURED_NANOS = 6_000_000_000L;

    private Load() {}

    /** One request. */
    interface Call {
        void once() throws Exception;
    }

    /** Creates the request of the n-th connection. */
    interface Calls {
        Call of(int n) throws Exception;
    }

    record Result(double perSecond, double p50Millis, double p99Millis) {}

    static Result run(Calls calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<long[]>> workers = new ArrayList<>();
            for (int n = 0; n < CONNECTIONS; n++) {
                Call call = calls.of(n);
                workers.add(() -> latencies(call));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> worker : threads.invokeAll(workers)) {
                all.add(worker.get());
            }
            long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Result(sorted.length * 1e9 / MEASURED_NANOS, at(sorted, 0.5) / 1e6, at(sorted, 0.99) / 1e6);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] latencies(Call call) throws Exception {
        long begin = System.nanoTime();
        long[] latencies = new long[1 << 12];
        int count = 0;
        for (long now = begin; now - begin < WARM_NANOS + MEASURED_NANOS; ) {
            call.once();
            long then = now;
            now = System.nanoTime();
            if (now - begin > WARM_NANOS && now - begin < WARM_NANOS + MEASURED_NANOS) {
                if (count == latencies.length) {
                    latencies = Arrays.copyOf(latencies, 2 * count);
                }
                latencies[count++] = now - then;
            }
        }
        return Arrays.copyOf(latencies, count);
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))];
    }
}
