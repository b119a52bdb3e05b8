package touchline.scheduler.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands items to a thread of its own, which works on all that wait in one batch. The threads that add them continue: unlike those of {@link GroupCommit}
 * they don't wait until their item is done. Thread-safe.
 */
public final class BatchQueue<T> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchQueue.class);
    private static final long IDLE_SECONDS = 10;

    private final int most;
    private final Consumer<List<T>> work;
    private final ThreadPoolExecutor worker;
    private List<T> waiting = new ArrayList<>();
    private boolean working;

    /**
     * Creates an empty queue, without a thread while it is empty.
     *
     * @param name of the thread
     * @param most items that may wait; while the work goes on, further ones block the thread that adds them
     * @param work on a batch. If it throws, the items stay and are part of the next batch.
     */
    public BatchQueue(String name, int most, Consumer<List<T>> work) {
        this(most, work, task -> daemon(name, task));
    }

    BatchQueue(int most, Consumer<List<T>> work, ThreadFactory threads) {
        this.most = most;
        this.work = work;
        this.worker =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        worker.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Adds an item. Waits only while too many others wait to be worked on; not after the work has failed, as nothing makes room before it is tried again. */
    public synchronized void add(T item) {
        awaitUninterrupted(() -> waiting.size() < most || !working);
        waiting.add(item);
        start();
    }

    /** Returns when there is nothing left to do, or when the work has failed. */
    public synchronized void awaitEmpty() {
        start();
        awaitUninterrupted(() -> !working);
    }

    private synchronized void start() {
        if (!working && !waiting.isEmpty()) {
            working = true;
            try {
                worker.execute(this::workOff);
            } catch (RuntimeException | Error e) { // no thread could be made
                LOG.error(
                        "a batch waits for a thread and is tried again with the next item: items={}",
                        waiting.size(),
                        e);
                working = false;
            }
        }
    }

    private void workOff() {
        for (List<T> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                work.accept(batch);
            } catch (RuntimeException | Error e) {
                LOG.error("a batch failed and is tried again with the next item: items={}", batch.size(), e);
                putBack(batch);
                return;
            }
        }
    }

    private synchronized List<T> next() {
        List<T> batch = waiting;
        waiting = new ArrayList<>();
        working = !batch.isEmpty();
        notifyAll();
        return batch;
    }

    private synchronized void putBack(List<T> batch) {
        waiting.addAll(0, batch);
        working = false;
        notifyAll();
    }

    private interface State {
        boolean holds();
    }

    private synchronized void awaitUninterrupted(State state) {
        boolean interrupted = false;
        while (!state.holds()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
