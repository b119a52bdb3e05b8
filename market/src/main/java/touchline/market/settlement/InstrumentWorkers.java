package touchline.market.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import touchline.market.instrument.InstrumentId;

/**
 * Does a step for several instruments at once, each over a connection of its own. Redis reads 16 kB of a connection before it writes to its disk and answers, so one connection alone
 * gets a few dozen scripts for each write to the disk, and several get as many each. Thread-safe.
 */
final class InstrumentWorkers {
    private static final int HELPERS_EACH = 3;

    /** Of all settlements of this node together, so that they leave connections to the leases. */
    private final Semaphore helpers = new Semaphore(2 * HELPERS_EACH);

    /**
     * Returns the sum of what the step returns. When it returns or throws, no step is under way any more.
     *
     * @throws InterruptedException if the caller's thread is interrupted: some instruments are not done then
     */
    int sum(List<InstrumentId> instruments, ToIntFunction<InstrumentId> step) throws InterruptedException {
        int helping = 0;
        while (helping < Math.min(HELPERS_EACH, instruments.size() - 1) && helpers.tryAcquire()) {
            helping++;
        }
        ExecutorService threads = Executors.newFixedThreadPool(1 + helping);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<Integer>> parts = new ArrayList<>();
            for (int n = 0; n <= helping; n++) {
                parts.add(threads.submit(() -> part(instruments, step, next)));
            }
            int sum = 0;
            for (Future<Integer> part : parts) {
                sum += part.get();
            }
            return sum;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
            end(threads);
            helpers.release(helping);
        }
    }

    private static int part(List<InstrumentId> instruments, ToIntFunction<InstrumentId> step, AtomicInteger next) {
        int sum = 0;
        for (int at = next.getAndIncrement();
                at < instruments.size() && !Thread.currentThread().isInterrupted();
                at = next.getAndIncrement()) {
            sum += step.applyAsInt(instruments.get(at));
        }
        return sum;
    }

    /** Waits for steps that are under way, interrupted or not: each ends by the time limits of Redis. */
    private static void end(ExecutorService threads) {
        boolean isInterrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
