package touchline.scheduler.cluster;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.quartz.spi.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run jobs. While more than half of them are busy, the scheduler waits up to two milliseconds for more to become free: Quartz' own
 * pool reports the first free thread, and many acquisitions of one trigger cost far more than one of many.
 */
final class JobThreads implements ThreadPool {
    private static final Logger LOG = LoggerFactory.getLogger(JobThreads.class);
    private static final long PATIENCE_MILLIS = 2;
    private static final long LOOK_MILLIS = 500;

    private final int size;
    private final Semaphore free;
    private final ExecutorService threads;
    private final Runnable beforeWait;
    private final Runnable afterRuns;

    /**
     * Creates threads that are free.
     *
     * @param beforeWait called at the shutdown, after the scheduler's thread has ended and before the running jobs are waited for
     * @param afterRuns called at the shutdown, after the running jobs have ended
     */
    JobThreads(int size, Runnable beforeWait, Runnable afterRuns) {
        this(size, beforeWait, afterRuns, numbered());
    }

    JobThreads(int size, Runnable beforeWait, Runnable afterRuns, ThreadFactory factory) {
        this.size = size;
        this.beforeWait = beforeWait;
        this.afterRuns = afterRuns;
        this.free = new Semaphore(size);
        this.threads = Executors.newFixedThreadPool(size, factory);
    }

    private static ThreadFactory numbered() {
        AtomicInteger number = new AtomicInteger();
        return run -> new Thread(run, "job-" + number.incrementAndGet());
    }

    /** Called by the scheduler's thread alone, which asks for free threads first. Waits while no thread can be made: an error would end the scheduler's. */
    @Override
    public boolean runInThread(Runnable run) {
        free.acquireUninterruptibly();
        while (true) {
            try {
                threads.execute(() -> {
                    try {
                        run.run();
                    } finally {
                        free.release();
                    }
                });
                return true;
            } catch (RejectedExecutionException shutDown) {
                free.release();
                return false;
            } catch (RuntimeException | Error e) {
                LOG.error("a run waits for a thread, as none can be made: cause={}", e.toString());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
        }
    }

    /** Returns the number of free threads, at least one; 0 after the shutdown. */
    @Override
    public int blockForAvailableThreads() {
        while (!threads.isShutdown()) {
            if (isFree(1, LOOK_MILLIS)) {
                isFree(Math.max(1, size / 2), PATIENCE_MILLIS);
                return free.availablePermits();
            }
        }
        return 0;
    }

    private boolean isFree(int count, long millis) {
        try {
            boolean enough = free.tryAcquire(count, millis, TimeUnit.MILLISECONDS);
            if (enough) {
                free.release(count);
            }
            return enough;
        } catch (InterruptedException e) {
            // As Quartz' own pool: the scheduler's thread is ended by a flag.
            return false;
        }
    }

    @Override
    public void initialize() {
        // The constructor has done it.
    }

    @Override
    public void shutdown(boolean waitForRuns) {
        threads.shutdown();
        beforeWait.run();
        boolean ended = !waitForRuns;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                // Quartz has been asked to wait for all runs.
                ended = false;
            }
        }
        if (waitForRuns) {
            afterRuns.run();
        }
    }

    @Override
    public int getPoolSize() {
        return size;
    }

    @Override
    public void setInstanceId(String id) {
        // Names no thread.
    }

    @Override
    public void setInstanceName(String name) {
        // Names no thread.
    }
}
