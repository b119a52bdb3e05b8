package touchline.market.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.StreamEntryID;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.PlayedMarket;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class TickRetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    private PlayedMarket played;
    private TestMarket market;
    private Jdbi jdbi;
    private TickPartitionRepository days;

    @BeforeEach
    void play(TestStores stores) throws InterruptedException {
        played = new PlayedMarket(stores);
        market = played.market;
        jdbi = played.jdbi;
        days = new TickPartitionRepository(jdbi);
        new Audit(market.redis, jdbi).run(); // drains
    }

    @AfterEach
    void close() {
        played.close();
    }

    @Test
    void daysAreMadeAheadOnceAndTicksGoToTheirs() {
        Instant now = Instant.now();
        assertThat(days.make(now, 3)).as("the migration has made them").isZero();
        Instant later = now.plus(Duration.ofDays(20));
        assertThat(days.make(later, 2)).isEqualTo(3);
        assertThat(days.make(later, 2)).isZero();

        tick(1_000_000, later.plus(DAY).toEpochMilli());
        assertThat(count("SELECT count(*) FROM price_ticks WHERE seq = 1000000"))
                .isEqualTo(1);
        assertThat(others()).isZero();
    }

    @Test
    void aTickOfADayThatNobodyHasMadeWaitsInTheDefaultAndGoesToItsDayOnceItIs() {
        Instant odd = Instant.now().plus(Duration.ofDays(40));
        tick(1_000_001, odd.toEpochMilli());
        assertThat(others()).isEqualTo(1);

        assertThat(days.make(odd, 0)).isEqualTo(1);

        assertThat(others()).isZero();
        assertThat(count("SELECT count(*) FROM price_ticks WHERE seq = 1000001"))
                .isEqualTo(1);
    }

    @Test
    void whatIsOldIsLetGoOfUnlessAnOpenPositionMayNeedItAndTheAuditStillHolds() throws InterruptedException {
        long all = count("SELECT count(*) FROM price_ticks");
        Instant later = Instant.now().plus(Duration.ofDays(10));
        assertThat(days.drop(later, Duration.ofDays(30)))
                .as("nothing is that old")
                .isZero();
        days.drop(later, DAY); // a database that was migrated on an earlier day has empty ones
        assertThat(days.drop(later, DAY)).as("a position is open").isZero();
        assertThat(count("SELECT count(*) FROM price_ticks")).isEqualTo(all);

        market.positions.closeByUser(played.open.user(), played.open.id());
        new Audit(market.redis, jdbi).run();
        assertThat(days.drop(later, DAY)).isPositive();

        assertThat(count("SELECT count(*) FROM price_ticks")).isZero();
        assertThat(new Audit(market.redis, jdbi).run().ok()).isTrue();
        tick(1_000_002, Instant.now().toEpochMilli());
        assertThat(others()).as("its day is gone, so it waits here").isEqualTo(1);
        assertThat(days.drop(later, DAY)).isZero();
        assertThat(others()).isZero();
    }

    @Test
    void streamsAreTrimmedByAgeButNotOfWhatAnOpenPositionOrTheStopWatchStillNeeds() {
        String stream = "price_ticks:" + played.open.instrument();
        String idle = "price_ticks:999";
        market.redis.del(stream);
        market.redis.sadd("instruments", "999");
        long now = System.currentTimeMillis();
        for (String key : List.of(stream, idle)) {
            for (int n = 1; n <= 1_000; n++) {
                long at = now - (n <= 500 ? 172_800_000 : 3_600_000) + n;
                market.redis.xadd(
                        key,
                        new StreamEntryID(at, n),
                        Map.of("seq", Integer.toString(n), "price", "1", "at", Long.toString(at)));
            }
        }
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE cfd_positions SET opened_at = now() - interval '3 days' WHERE id = ?",
                played.open.id().value()));
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, source, state, execute_at, at)
                SELECT 900000, ?, 999, 'BUY', 1, 0, 0, 'USER', 'WORKING', now(), now() - interval '3 days'
                """, played.open.user().value()));
        TickStreams streams = new TickStreams(market.redis, jdbi);

        assertThat(streams.trim(DAY)).isZero();
        assertThat(market.redis.xlen(stream)).as("an open position needs them").isEqualTo(1_000);
        assertThat(market.redis.xlen(idle))
                .as("an order rests that nobody has judged")
                .isEqualTo(1_000);
        jdbi.useHandle(handle -> handle.execute("UPDATE orders SET state = 'CANCELLED' WHERE instrument_id = 999"));
        streams.trim(DAY);
        assertThat(market.redis.xlen(idle)).isBetween(500L, 700L);

        jdbi.useHandle(handle -> handle.execute("UPDATE cfd_positions SET opened_at = now()"));
        market.redis.hset("stopwatch:watched", played.open.instrument().toString(), (now - 172_800_000 + 1) + "-1");
        streams.trim(DAY);
        assertThat(market.redis.xlen(stream))
                .as("the StopWatch has still to judge them")
                .isEqualTo(1_000);

        market.redis.hset("stopwatch:watched", played.open.instrument().toString(), now + "-1000");
        streams.trim(DAY);
        assertThat(market.redis.xlen(stream)).isBetween(500L, 700L);
    }

    @Test
    void aStreamThatWasOverwrittenKeepsNoOtherFromBeingTrimmed() {
        long now = System.currentTimeMillis();
        for (int id = 900; id < 910; id++) {
            market.redis.sadd("instruments", Integer.toString(id));
            for (int n = 1; n <= 300; n++) {
                market.redis.xadd(
                        "price_ticks:" + id, new StreamEntryID(now - 172_800_000 + n, n), Map.of("price", "1"));
            }
        }
        market.redis.set("price_ticks:904", "overwritten");
        market.redis.hset("stopwatch:watched", "905", "overwritten");

        new TickStreams(market.redis, jdbi).trim(DAY);

        for (int id : new int[] {900, 901, 902, 903, 906, 907, 908, 909}) {
            assertThat(market.redis.xlen("price_ticks:" + id)).as("of %s", id).isLessThan(300);
        }
        assertThat(market.redis.xlen("price_ticks:905"))
                .as("nobody knows what is judged")
                .isEqualTo(300);
        assertThat(market.redis.hkeys("set_aside")).contains("price_ticks:904", "price_ticks:905");
    }

    private void tick(long seq, long at) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO price_ticks (instrument_id, seq, price, at) VALUES (77, ?, 1000000, ?)", seq, at));
    }

    private long others() {
        return count("SELECT count(*) FROM price_ticks_other");
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
