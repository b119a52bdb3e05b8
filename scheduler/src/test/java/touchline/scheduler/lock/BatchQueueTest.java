package touchline.scheduler.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean isBroken = new AtomicBoolean();
    private final BatchQueue<Integer> queue = new BatchQueue<>("test", 2, this::work);

    private void work(List<Integer> batch) {
        if (isBroken.get()) {
            throw new IllegalStateException("no store");
        }
        done.addAll(batch);
    }

    @Test
    void everyItemIsDoneOnceInItsOrder() {
        for (int n = 1; n <= 100; n++) {
            queue.add(n);
        }
        queue.awaitEmpty();
        assertThat(done).hasSize(100).isSorted().doesNotHaveDuplicates();
    }

    /** Nothing works on a queue whose work has failed, so nothing would make room in it. */
    @Test
    void aFullQueueWhoseWorkHasFailedTakesTheNextItemAndTriesAgain() {
        isBroken.set(true);
        queue.add(1);
        queue.awaitEmpty();
        queue.add(2);
        queue.awaitEmpty();
        isBroken.set(false);

        assertTimeoutPreemptively(LONG, () -> queue.add(3));

        queue.awaitEmpty();
        assertThat(done).containsExactly(1, 2, 3);
    }

    /** As when the machine has no thread left. */
    @Test
    void itemsForWhichNoThreadCouldBeMadeAreDoneWithTheNextOne() {
        AtomicBoolean isExhausted = new AtomicBoolean(true);
        BatchQueue<Integer> starved = new BatchQueue<>(2, this::work, task -> {
            if (isExhausted.get()) {
                throw new IllegalStateException("no thread");
            }
            return new Thread(task, "test");
        });
        starved.add(1);
        starved.awaitEmpty();
        isExhausted.set(false);

        starved.add(2);

        starved.awaitEmpty();
        assertThat(done).containsExactly(1, 2);
    }
}
