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
    void theShutdownGivesBackBeforeItWaitsForRuns() {
        CountDownLatch givenBack = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        JobThreads threads = new JobThreads(1, givenBack::countDown);
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
    }
}
