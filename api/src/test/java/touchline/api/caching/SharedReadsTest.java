package touchline.api.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedReadsTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger state = new AtomicInteger(1);
    private final AtomicInteger readings = new AtomicInteger();
    private final LinkedBlockingQueue<CountDownLatch> held = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** The state at its beginning; ends when the test says so. */
    private int read(String question) {
        int answer = state.get();
        readings.incrementAndGet();
        CountDownLatch end = new CountDownLatch(1);
        held.add(end);
        try {
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(question, e);
        }
        return answer;
    }

    private CountDownLatch begun() throws InterruptedException {
        CountDownLatch end = held.poll(60, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        return Objects.requireNonNull(end);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int n = 0; n < 60_000 && !condition.getAsBoolean(); n++) {
            Thread.sleep(1);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** A reading that was under way when the question was asked might not have seen what the asker knows. */
    @Test
    void oneReadingAnswersAllWhoAskBeforeItBegins() throws Exception {
        SharedReads<String, Integer> reads = new SharedReads<>(this::read);
        Future<Integer> first = threads.submit(() -> reads.get("a"));
        CountDownLatch end = begun();
        state.set(2);
        List<Future<Integer>> later = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            later.add(threads.submit(() -> reads.get("a")));
        }
        await(() -> reads.waiting("a") == 20);
        assertThat(readings).hasValue(1);
        end.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        begun().countDown();
        for (Future<Integer> one : later) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        }
        assertThat(readings).hasValue(2);
    }

    @Test
    void anotherQuestionDoesNotWait() throws Exception {
        SharedReads<String, Integer> reads = new SharedReads<>(this::read);
        Future<Integer> a = threads.submit(() -> reads.get("a"));
        CountDownLatch endOfA = begun();
        Future<Integer> b = threads.submit(() -> reads.get("b"));
        begun().countDown();
        assertThat(b.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        endOfA.countDown();
        assertThat(a.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aFailureIsThrownToAllAndTheNextReadingIsTriedAgain() {
        SharedReads<String, Integer> reads = new SharedReads<>(question -> {
            if (readings.incrementAndGet() == 1) {
                throw new IllegalStateException("no store");
            }
            return 7;
        });
        assertThatThrownBy(() -> reads.get("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no store");
        assertThat(reads.get("a")).isEqualTo(7);
    }

    @Test
    void keysThatAreAskedForMeanwhileAreReadTogether() throws Exception {
        LinkedBlockingQueue<Set<String>> batches = new LinkedBlockingQueue<>();
        BatchedReads<String, Integer> reads = new BatchedReads<>(keys -> {
            batches.add(Set.copyOf(keys));
            int now = read("batch");
            return keys.stream()
                    .filter(key -> !key.equals("missing"))
                    .collect(Collectors.toMap(key -> key, key -> now, (a, b) -> a, HashMap::new));
        });
        Future<Integer> first = threads.submit(() -> reads.get("a"));
        CountDownLatch end = begun();
        state.set(2);
        Future<Integer> again = threads.submit(() -> reads.get("a"));
        Future<Integer> other = threads.submit(() -> reads.get("b"));
        Future<Integer> missing = threads.submit(() -> reads.get("missing"));
        await(() -> reads.gathered() == 3);
        end.countDown();
        begun().countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(again.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(missing.get(60, TimeUnit.SECONDS)).isNull();
        assertThat(batches).containsExactly(Set.of("a"), Set.of("a", "b", "missing"));
    }
}
