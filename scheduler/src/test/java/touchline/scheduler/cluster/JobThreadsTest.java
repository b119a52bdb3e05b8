package touchline.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JobThreadsTest {
    /** A run may take as long as it likes; other nodes run meanwhile what this one gives back. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // the shutdown ignores interrupts
    void theShutdownGivesBackBeforeItWaitsForRunsAndCommitsTheirEndsAfterwards() {
        CountDownLatch givenBack = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean committed = new AtomicBoolean();
        JobThreads threads = new JobThreads(1, givenBack::countDown, () -> committed.set(ended.get()));
        threads.runInThread(() -> {
            try {
                givenBack.await();
                ended.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        threads.shutdown(true);

        assertThat(ended).isTrue();
        assertThat(committed).as("the ends are committed after the last run").isTrue();
    }

    /** As the machine has no memory left for its stack. */
    @Test
    @Timeout(60)
    void aRunWaitsForAThreadThatCanNotBeMadeAtOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch ran = new CountDownLatch(1);
        JobThreads threads = new JobThreads(2, () -> {}, () -> {}, run -> {
            if (tries.incrementAndGet() <= 2) {
                throw new InternalError("unable to create native thread");
            }
            return new Thread(run);
        });

        assertThat(threads.runInThread(ran::countDown)).isTrue();

        ran.await();
        threads.shutdown(true);
        assertThat(tries).hasValue(3);
    }
}
