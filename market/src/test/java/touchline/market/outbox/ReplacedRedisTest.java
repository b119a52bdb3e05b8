package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;
import touchline.market.money.Money;
import touchline.market.recovery.Epoch;

/** Entries of a Redis that isn't the one that the book knows. */
class ReplacedRedisTest extends FlusherSetup {
    @Test
    void whatWasReadFromARedisThatHasBeenReplacedIsNotApplied() {
        Epoch epoch = new Epoch(market.redis, jdbi);
        market.redis.flushAll();
        assertThat(epoch.open()).isEmpty();
        market.list(1, 100, 1_000_000, 10_000);
        market.user("alice", Money.coins(100_000));
        trade(3);
        Flusher flusher = flusher(1); // reads ahead: the next entry is in its hands while it writes this one
        jdbi.useHandle(handle -> handle.execute("UPDATE outbox_offsets SET confirmation = confirmation + 1"));

        assertThatThrownBy(() -> flusher.drain(SOON)).hasMessageContaining("compared with the book");
        assertThat(count("SELECT count(*) FROM orders")).isZero();
        assertThat(epoch.open()).isEmpty(); // compared again
        flusher.drain(SOON);

        assertBookAgrees();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(3);
    }

    @Test
    void anotherProgramsEntriesAreNoProofOfALoss() {
        Epoch epoch = new Epoch(market.redis, jdbi);
        market.redis.flushAll();
        assertThat(epoch.open()).isEmpty();
        market.list(1, 100, 1_000_000, 10_000);
        for (int n = 0; n < 5; n++) {
            market.redis.xadd("outbox:ticks", StreamEntryID.NEW_ENTRY, Map.of("type", "thawed", "instrument", "1"));
        }
        flusher(100).drain(SOON);

        assertThat(count("SELECT applied - written FROM outbox_offsets WHERE stream = 'outbox:ticks'"))
                .isEqualTo(5);
        assertThat(epoch.open()).isEmpty();
    }

    @Test
    void aRedisThatKnowsLessThanTheBookStopsTheFlusher() {
        trade(5);
        flusher(100).drain(SOON);
        market.reopen();

        assertThatThrownBy(() -> flusher(100).drain(SOON))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("hydrate");
    }
}
