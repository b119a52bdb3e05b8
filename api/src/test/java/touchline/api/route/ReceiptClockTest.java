package touchline.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The age of a request is measured by Redis' clock, not by the node's. */
class ReceiptClockTest {
    private static final long REDIS = 1_700_000_000_000L;

    private long nanos = -5_000_000_000L; // a monotonic clock may well be below zero
    private long redis = REDIS;
    private long delay;

    private boolean answers = true;
    private Runnable whileProbed = () -> {};

    private final ReceiptClock clock = new ReceiptClock(this::redis, () -> nanos, () -> {
        whileProbed.run();
        return answers;
    });

    @Test
    void timeGoesOnBetweenMeasurementsAsRedisDoes() {
        assertThat(received()).isEqualTo(at(0));
        pass(700);
        assertThat(received()).isEqualTo(at(700));
        redis += 3_600_000; // it was set, or another took over
        assertThat(received()).isEqualTo(at(700));
        clock.measure();
        assertThat(received()).isEqualTo(at(3_600_700));
    }

    @Test
    void requestsReadAfterASuspensionAreReceivedBeforeIt() {
        live(5);
        pass(30_000);
        assertThat(received()).as("before any beat has noticed").isEqualTo(at(500));
        clock.heartbeat();
        assertThat(received()).isEqualTo(at(500));
        answers = false;
        live(100);
        clock.catchUp();
        assertThat(received()).as("its own requests are not answered").isEqualTo(at(500));
        answers = true;
        clock.catchUp();
        assertThat(received()).isEqualTo(at(500 + 30_000 + 10_000));
    }

    @Test
    void requestsReadBeforeItHasCaughtUpStayOldWhereTheirThreadGoesOnLater() {
        live(5);
        long before = nanos;
        pass(30_000);
        clock.heartbeat();
        pass(40);
        long read = nanos;
        whileProbed = () -> pass(30);
        clock.catchUp();
        live(3);
        assertThat(clock.receivedAt(read)).as("read after the suspension").isEqualTo(at(500));
        assertThat(clock.receivedAt(before - 1_000_000)).as("read before it").isEqualTo(at(499));
        assertThat(received()).isEqualTo(at(500 + 30_000 + 40 + 30 + 300));
    }

    @Test
    void aSecondSuspensionBeforeItHasCaughtUpCountsAsTheFirst() {
        live(1);
        pass(20_000);
        clock.heartbeat();
        live(10);
        pass(1_500);
        clock.heartbeat();
        assertThat(received()).isEqualTo(at(100));
    }

    @Test
    void whatItHasReadBeforeASecondSuspensionIsNotTakenAsUnread() {
        live(1);
        pass(20_000);
        clock.heartbeat();
        whileProbed = () -> {
            pass(2_000);
            clock.heartbeat();
        };
        clock.catchUp();
        assertThat(received()).as("when its request was sent").isEqualTo(at(20_100));
        whileProbed = () -> pass(2_000);
        clock.catchUp();
        assertThat(received()).as("no beat has noticed the second").isEqualTo(at(22_100));
        clock.heartbeat();
        whileProbed = () -> {};
        clock.catchUp();
        assertThat(received()).isEqualTo(at(24_100));
    }

    @Test
    void aMeasurementThatRedisDelaysIsNotBelieved() {
        pass(400);
        delay = 1_500;
        redis += 60_000;
        clock.measure();
        assertThat(received()).as("a suspension as well").isEqualTo(at(0));
        clock.heartbeat();
        clock.catchUp();
        assertThat(received()).isEqualTo(at(400 + 1_500));
    }

    /** Of a request that is read now. */
    private Instant received() {
        return clock.receivedAt(nanos);
    }

    private void live(int beats) {
        for (int n = 0; n < beats; n++) {
            pass(100);
            clock.heartbeat();
        }
    }

    private long redis() {
        long read = redis;
        pass(delay);
        return read;
    }

    private void pass(long millis) {
        nanos += millis * 1_000_000;
        redis += millis;
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(REDIS + millis);
    }
}
