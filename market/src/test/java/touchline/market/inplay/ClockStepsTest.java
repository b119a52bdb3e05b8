package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockStepsTest {
    private static final long REDIS_AT_ZERO = 1_800_000_000_000L;

    private final ClockSteps steps = new ClockSteps();

    @Test
    void answersThatTakeLongAreNoSteps() {
        assertThat(read(0, 10, 5)).isZero();
        assertThat(read(100, 3_000, 100)).isZero();
        assertThat(read(3_100, 3_110, 3_105)).isZero();
        assertThat(read(3_200, 6_000, 6_000)).isZero();
        assertThat(read(60_000, 60_001, 60_000)).as("nobody asked for long").isZero();
    }

    @Test
    void aStepIsNoticedOnceInEachDirection() {
        read(0, 1, 0);
        assertThat(read(100, 101, 2_100)).isBetween(1_900L, 2_000L);
        assertThat(read(200, 201, 2_200)).isZero();
        assertThat(read(300, 301, 300)).isBetween(-2_000L, -1_900L);
        assertThat(read(400, 401, 400)).isZero();
    }

    @Test
    void aStepIsNoticedEvenWhileAnswersTakeLong() {
        read(0, 1, 0);
        assertThat(read(100, 1_100, 3_000)).isBetween(1_800L, 1_900L);
    }

    @Test
    void manySmallStepsAreOneWithinSeconds() {
        long noticed = 0;
        for (int beat = 0; beat < 30; beat++) { // each tenth of a second takes 115 ms by the clock of Redis
            noticed += read(beat * 100L, beat * 100L + 1, beat * 115L);
        }
        assertThat(noticed).isPositive();
    }

    @Test
    void aClockThatATimeServiceCorrectsIsNotSet() {
        for (int beat = 0; beat < 10_000; beat++) { // 0.5 ms a second
            assertThat(read(beat * 100L, beat * 100L + 1, beat * 100L + beat / 20))
                    .isZero();
        }
    }

    private long read(long sentMillis, long receivedMillis, long redisMillis) {
        return steps.stepOf(sentMillis * 1_000_000, receivedMillis * 1_000_000, REDIS_AT_ZERO + redisMillis);
    }
}
