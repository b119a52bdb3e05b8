package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;

final class InstrumentWorkersTest {
    private final InstrumentWorkers workers = new InstrumentWorkers();
    private final List<InstrumentId> instruments =
            LongStream.rangeClosed(1, 40).mapToObj(InstrumentId::of).toList();

    @Test
    void eachInstrumentIsDoneOnce() throws Exception {
        Set<InstrumentId> done = ConcurrentHashMap.newKeySet();
        int sum = workers.sum(instruments, instrument -> done.add(instrument) ? 1 : 1_000);
        assertThat(sum).isEqualTo(40);
        assertThat(done).containsExactlyInAnyOrderElementsOf(instruments);
        assertThat(workers.sum(List.of(), instrument -> 1)).isZero();
    }

    @Test
    void aFailureIsThrownWhenNothingIsUnderWayAnyMore() {
        AtomicInteger underWay = new AtomicInteger();
        assertThatThrownBy(() -> workers.sum(instruments, instrument -> {
                    underWay.incrementAndGet();
                    try {
                        if (instrument.value() == 7) {
                            throw new IllegalStateException("position 7: fenced");
                        }
                        return 1;
                    } finally {
                        underWay.decrementAndGet();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("position 7: fenced");
        assertThat(underWay).hasValue(0);
    }

    /** As an operator interrupts the job, or the node shuts down. */
    @Test
    void anInterruptEndsItAfterTheInstrumentsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        FutureTask<Integer> sum = new FutureTask<>(() -> workers.sum(instruments, instrument -> {
            begun.countDown();
            try {
                interrupted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return done.incrementAndGet();
        }));
        Thread caller = new Thread(sum);
        caller.start();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThatThrownBy(() -> sum.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(done.get()).isBetween(1, 4);
        interrupted.countDown();
    }
}
