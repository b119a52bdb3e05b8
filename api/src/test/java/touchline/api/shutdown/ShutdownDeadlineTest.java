package touchline.api.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownDeadlineTest {
    @Test
    void aProcessThatDoesNotStopIsEnded() throws InterruptedException {
        CountDownLatch halted = new CountDownLatch(1);

        assertThat(ShutdownDeadline.begin(Duration.ofMillis(50), () -> false, halted::countDown))
                .isTrue();
        assertThat(halted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** The JVM may still write an archive of its classes, which takes long on a slow machine. */
    @Test
    void oneThatHasStoppedBeforeItEndsIsLeftAlone() {
        assertThat(ShutdownDeadline.begin(Duration.ofDays(1), () -> true, () -> {}))
                .isFalse();
    }
}
