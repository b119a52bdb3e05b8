package touchline.scheduler.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Group commit: one thread at a time does the work of all waiting threads in one batch. Thread-safe. */
public final class GroupCommit<T> {
    private final Consumer<List<T>> work;
    private final ConcurrentLinkedQueue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    /** Work on a batch. Its exception goes to the thread that runs it; the others' items are done in the next batch. */
    public GroupCommit(Consumer<List<T>> work) {
        this.work = work;
    }

    private static final class Waiting<T> {
        private final T thing;
        private boolean done;

        private Waiting(T thing) {
            this.thing = thing;
        }
    }

    /** Returns when the item is done, by this thread or another. */
    public void take(T thing) {
        Waiting<T> mine = new Waiting<>(thing);
        waiting.add(mine);
        turn.lock();
        try {
            if (!mine.done) {
                doAll();
            }
        } finally {
            turn.unlock();
        }
    }

    private void doAll() {
        List<Waiting<T>> all = new ArrayList<>();
        for (Waiting<T> one = waiting.poll(); one != null; one = waiting.poll()) {
            all.add(one);
        }
        try {
            work.accept(all.stream().map(one -> one.thing).toList());
            all.forEach(one -> one.done = true);
        } catch (RuntimeException | Error e) {
            waiting.addAll(all);
            throw e;
        }
    }
}
