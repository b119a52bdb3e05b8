package touchline.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
}
