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

        ShutdownDeadline.begin(Duration.ofMillis(50), halted::countDown);

        assertThat(halted.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
