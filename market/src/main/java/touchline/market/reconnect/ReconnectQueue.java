package touchline.market.reconnect;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import touchline.market.wallet.UserId;

/** Users who wait for their replay: each at most once, in the order of their messages, and never one who is being replayed. Bounded. Thread-safe. */
final class ReconnectQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UserId, Turn> waiting = new LinkedHashMap<>();
    private final Set<UserId> busy = new HashSet<>();

    ReconnectQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * A user's turn.
     *
     * @param receivedAt a time by Redis' clock, in ms, by which the message had been received; a replay that began later covers it
     * @param tries how often it was begun before
     * @param queuedNanos since when the user waits
     * @param notBeforeNanos the earliest time of the replay; both by {@link System#nanoTime}
     */
    record Turn(UserId user, long receivedAt, int tries, long queuedNanos, long notBeforeNanos) {}

    /** Queues a user; false if the queue is full. */
    boolean offer(UserId user, long receivedAt) {
        lock.lock();
        try {
            Turn before = waiting.get(user);
            if (before == null && waiting.size() >= capacity) {
                return false;
            }
            long now = System.nanoTime();
            waiting.put(
                    user,
                    before == null
                            ? new Turn(user, receivedAt, 0, now, now)
                            : new Turn(
                                    user, receivedAt, before.tries(), before.queuedNanos(), before.notBeforeNanos()));
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next turn, as soon as there is one. {@link #done} or {@link #again} has to follow. */
    Turn take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                for (Iterator<Turn> turns = waiting.values().iterator(); turns.hasNext(); ) {
                    Turn turn = turns.next();
                    if (turn.notBeforeNanos() - now <= 0 && busy.add(turn.user())) {
                        turns.remove();
                        return turn;
                    }
                }
                // Bounded, as a turn may have to wait for a time and not for a signal.
                changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(waiting.isEmpty() ? 1_000 : 50));
            }
        } finally {
            lock.unlock();
        }
    }

    void done(Turn turn) {
        lock.lock();
        try {
            busy.remove(turn.user());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Instead of {@link #done}: the user is queued again after a while, unless queued meanwhile. */
    void again(Turn turn, Duration wait) {
        lock.lock();
        try {
            busy.remove(turn.user());
            waiting.putIfAbsent(
                    turn.user(),
                    new Turn(
                            turn.user(),
                            turn.receivedAt(),
                            turn.tries() + 1,
                            turn.queuedNanos(),
                            System.nanoTime() + wait.toNanos()));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** For how long the first user has been waiting; 0 if none waits. */
    long lagMillis() {
        lock.lock();
        try {
            long now = System.nanoTime();
            long longest = 0;
            Iterator<Turn> turns = waiting.values().iterator();
            if (turns.hasNext()) {
                longest = now - turns.next().queuedNanos(); // they are in their order, but for a few that wait again
            }
            return TimeUnit.NANOSECONDS.toMillis(longest);
        } finally {
            lock.unlock();
        }
    }
}
