package touchline.api.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RecentReadsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // it may overflow
    private final Deque<Runnable> background = new ArrayDeque<>();
    private boolean isBroken;
    private int state = 1;
    private final RecentReads<String, String> reads = new RecentReads<>(this::read, nanos::get, background::add);

    private String read(String question) {
        if (isBroken) {
            throw new IllegalStateException("no store");
        }
        return question + state;
    }

    @Test
    void anAnswerIsGivenAtOnceWhileTheNextIsRead() {
        assertThat(reads.get("a")).isEqualTo("a1");
        state = 2;
        assertThat(reads.get("a")).isEqualTo("a1");
        runBackground();
        assertThat(reads.get("a")).as("nothing is read while it is fresh").isEqualTo("a1");

        nanos.addAndGet(RecentReads.FRESH.toNanos() + 1);
        assertThat(reads.get("a")).isEqualTo("a1");
        assertThat(reads.get("a")).isEqualTo("a1");
        assertThat(reads.get("b")).isEqualTo("b2");
        runBackground();
        assertThat(reads.get("a")).isEqualTo("a2");
    }

    @Test
    void anAnswerIsNeverOlderThanTheLimit() {
        assertThat(reads.get("a")).isEqualTo("a1");
        state = 2;
        nanos.addAndGet(RecentReads.OLDEST.toNanos() - 1);
        assertThat(reads.get("a")).isEqualTo("a1");
        nanos.addAndGet(1);
        assertThat(reads.get("a")).isEqualTo("a2");
    }

    /** The state is that of the beginning of a reading. */
    @Test
    void theAgeCountsFromTheBeginningOfTheReading() {
        RecentReads<String, Integer> slow = new RecentReads<>(
                question -> {
                    int read = state;
                    nanos.addAndGet(RecentReads.OLDEST.toNanos());
                    return read;
                },
                nanos::get,
                background::add);
        assertThat(slow.get("a")).isEqualTo(1);
        state = 2;
        assertThat(slow.get("a")).isEqualTo(2);
    }

    @Test
    void aFailureIsThrownToThoseWhoHaveNoRecentAnswer() {
        assertThat(reads.get("a")).isEqualTo("a1");
        isBroken = true;
        nanos.addAndGet(RecentReads.FRESH.toNanos() + 1);
        assertThat(reads.get("a")).isEqualTo("a1");
        runBackground();
        assertThat(reads.get("a")).isEqualTo("a1");
        nanos.addAndGet(RecentReads.OLDEST.toNanos());
        assertThatThrownBy(() -> reads.get("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no store");
        isBroken = false;
        assertThat(reads.get("a")).isEqualTo("a1");
    }

    private void runBackground() {
        for (Runnable task = background.poll(); task != null; task = background.poll()) {
            task.run();
        }
    }
}
