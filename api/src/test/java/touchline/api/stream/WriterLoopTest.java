package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import touchline.market.news.StreamOffset;

class WriterLoopTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the client that fails, and of those that don't. */
    private static final class CountingSink implements EventSink {
        private final boolean isFailing;
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();

        private CountingSink(boolean isFailing) {
            this.isFailing = isFailing;
        }

        @Override
        public boolean write() {
            writes.incrementAndGet();
            if (isFailing) {
                throw new IllegalStateException("not to be encoded");
            }
            return true;
        }

        @Override
        public void end() {
            ends.incrementAndGet();
        }
    }

    @Test
    void aClientWhoseWriteFailsIsRemovedAndTheOthersAreWrittenTo() throws InterruptedException {
        AtomicInteger removed = new AtomicInteger();
        WriterLoop loop = new WriterLoop(() -> 0, new Object(), removed::incrementAndGet);
        List<CountingSink> sinks = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            CountingSink sink = new CountingSink(n == 10);
            sinks.add(sink);
            loop.add(listener(), sink);
        }
        Thread thread = new Thread(loop::run);
        thread.start();
        try {
            await().atMost(SOON)
                    .until(() -> sinks.stream().allMatch(sink -> sink.writes.get() > (sink.isFailing ? 0 : 1)));
            assertThat(sinks.get(10).ends).hasValue(1);
            assertThat(sinks.get(10).writes).hasValue(1);
            assertThat(removed).hasValue(1);
        } finally {
            loop.stop();
            thread.interrupt();
            thread.join();
        }
    }

    private static Listener listener() {
        EventRing ring = new EventRing(16, StreamOffset.parse("1-0_1-0").orElseThrow());
        return new Listener(
                ring,
                new EventFrames(new ObjectMapper()),
                StreamFilter.NOTHING,
                FanOut.Rules.usual(1, Duration.ofHours(1)));
    }
}
