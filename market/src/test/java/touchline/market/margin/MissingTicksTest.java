package touchline.market.margin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.outbox.Flusher;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Ticks that neither store has are reported where positions are judged without them. */
@ExtendWith(StoresExtension.class)
class MissingTicksTest {
    private static final long LAST = 6;

    private TestMarket market;
    private Jdbi jdbi;
    private TickArchive archive;
    private InstrumentId player;

    @BeforeEach
    void moveSixTimes(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = TestBook.on(stores.dataSource());
        archive = new TickArchive(new TickTape(market.redis), jdbi);
        player = market.list(1, 100, 1_000_000, 100_000);
        market.user("alice", Money.coins(10_000_000));
        for (int n = 1; n <= LAST; n++) {
            market.move(player, 1_000_000 + n);
        }
        new Flusher(market.redis, jdbi, 100).drain(Duration.ofMinutes(2));
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void ticksThatTheBookHasAreNotMissing() {
        market.redis.xtrim("price_ticks:1", 1, false);

        assertThat(archive.after(player, TickOffset.NONE, LAST).size()).isEqualTo((int) LAST);
        assertThat(archive.page(player, TickOffset.NONE, 100).size()).isEqualTo((int) LAST);

        assertThat(missing()).isEmpty();
    }

    @Test
    void eachGapIsReportedOnce() {
        market.redis.xtrim("price_ticks:1", 1, false);
        forget("seq IN (2, 3, 5)");

        assertThat(archive.after(player, new TickOffset(1, 2), LAST).size()).isEqualTo(2);
        assertThat(missing()).containsExactly("3-3", "5-5");
        for (int reader = 0; reader < 2; reader++) {
            assertThat(archive.after(player, TickOffset.NONE, LAST).size()).isEqualTo(3);
            assertThat(missing()).containsExactly("2-3", "5-5");
        }
        assertThat(new MissingTickRepository(jdbi).ofTheLastDay()).isEqualTo(Map.of(1L, 3L));
    }

    @Test
    void theLastTicksAreMissedToo() {
        market.redis.del("price_ticks:1");
        forget("seq > 4");

        archive.after(player, TickOffset.NONE, LAST);

        assertThat(missing()).containsExactly("5-6");
    }

    @Test
    void aPageThatBeginsLaterSaysSo() {
        market.redis.xtrim("price_ticks:1", 2, false);
        forget("seq < 4");

        assertThat(archive.page(player, TickOffset.NONE, 100).size()).isEqualTo(3);

        assertThat(missing()).containsExactly("1-3");
    }

    @Test
    void positionsAreJudgedByWhatIsThereWhereNothingCanBeReported() {
        market.redis.del("price_ticks:1");
        forget("seq = 2");
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE missing_ticks RENAME TO elsewhere"));
        try {
            assertThat(archive.after(player, TickOffset.NONE, LAST).size()).isEqualTo(5);
        } finally {
            jdbi.useHandle(handle -> handle.execute("ALTER TABLE elsewhere RENAME TO missing_ticks"));
        }
    }

    private void forget(String ticks) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM price_ticks WHERE " + ticks));
    }

    private List<String> missing() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT first_seq || '-' || last_seq FROM missing_ticks ORDER BY last_seq")
                        .mapTo(String.class)
                        .list());
    }
}
