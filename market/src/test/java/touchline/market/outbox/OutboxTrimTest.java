package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;
import touchline.market.outbox.refill.TrimPointRepository;

/** What a standby of Postgres may lack that is less than an hour behind stays in Redis, no matter when it was written and how clocks are set. */
class OutboxTrimTest extends FlusherSetup {
    private static final String STREAM = "outbox:ticks";
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long HOURS_AGO = System.currentTimeMillis() - 7_200_000;

    private final AtomicLong nanos = new AtomicLong();
    private Drainer drainer;
    private long written;

    @BeforeEach
    void emptyStream() {
        market.redis.del(STREAM);
        drainer = new Drainer(OutboxStream.TICKS, market.redis, jdbi, 100, nanos::get);
    }

    @Test
    void whatWasAppliedAnHourAgoIsTrimmed() {
        write(500);
        flusher(1_000).drain(SOON);
        pass(drainer, TrimPointRepository.KEPT);
        assertThat(market.redis.xlen(STREAM))
                .as("it was noted once a minute has passed")
                .isEqualTo(500);

        write(1);
        flusher(1_000).drain(SOON);
        pass(drainer, TrimPointRepository.KEPT);

        assertThat(market.redis.xlen(STREAM)).isLessThan(200);
        assertThat(count("SELECT count(*) FROM outbox_offset_notes")).isLessThanOrEqualTo(TrimPointRepository.KEPT + 1);
    }

    /** Postgres was away for hours: what waited was written long ago, and a standby has none of it yet. */
    @Test
    void whatWasAppliedAfterALongOutageStaysForAnHour() {
        write(1);
        flusher(1_000).drain(SOON);
        pass(drainer, TrimPointRepository.KEPT + 2);
        write(500); // hours old by their ids
        market.redis.xadd(STREAM, new StreamEntryID(System.currentTimeMillis(), 0), entry());
        flusher(1_000).drain(SOON);

        pass(drainer, TrimPointRepository.KEPT - 1);

        assertThat(market.redis.xlen(STREAM)).isGreaterThanOrEqualTo(501);
    }

    @Test
    void twoFlushersDoNotCountAMinuteTwice() {
        Drainer other = new Drainer(OutboxStream.TICKS, market.redis, jdbi, 100, nanos::get);
        write(500);
        flusher(1_000).drain(SOON);
        drainer.trim();
        nanos.addAndGet(MINUTE);
        drainer.trim();
        write(1);
        flusher(1_000).drain(SOON);

        for (int minute = 1; minute < TrimPointRepository.KEPT; minute++) {
            other.trim();
            nanos.addAndGet(MINUTE / 2);
            drainer.trim();
            nanos.addAndGet(MINUTE / 2);
        }

        assertThat(market.redis.xlen(STREAM)).isEqualTo(501);
    }

    @Test
    void aBookThatSteppedBackStartsToCountAgain() {
        write(500);
        flusher(1_000).drain(SOON);
        pass(drainer, 10);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM outbox_offset_notes WHERE number > 3"));

        pass(drainer, TrimPointRepository.KEPT - 3);

        assertThat(market.redis.xlen(STREAM)).isEqualTo(500);
    }

    private void pass(Drainer of, int minutes) {
        of.trim();
        for (int minute = 0; minute < minutes; minute++) {
            nanos.addAndGet(MINUTE);
            of.trim();
        }
    }

    private void write(int entries) {
        for (int n = 0; n < entries; n++) {
            market.redis.xadd(STREAM, new StreamEntryID(HOURS_AGO + written++, 0), entry());
        }
    }

    private static Map<String, String> entry() {
        return Map.of("type", "thawed", "instrument", "1");
    }
}
