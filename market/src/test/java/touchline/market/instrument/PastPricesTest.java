package touchline.market.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.StreamEntryID;
import touchline.market.audit.PlayedMarket;
import touchline.market.key.Keys;
import touchline.market.money.Price;
import touchline.market.outbox.Flusher;
import touchline.market.recovery.Hydration;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
@NullUnmarked
class PastPricesTest {
    private static final Price START = Price.of(1_000_000);
    private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");
    private static final Instant A_DAY_AGO = NOW.minus(Duration.ofHours(24));
    private static PlayedMarket played;

    @BeforeAll
    static void open(TestStores stores) {
        played = new PlayedMarket(stores);
    }

    @AfterAll
    static void close() {
        played.close();
    }

    @Test
    void aPlayerHadItsStartingPriceBeforeItsFirstTick() throws InterruptedException {
        InstrumentId scorer = list(501, "Team");
        tick(scorer, 1, 1_050_000);
        assertThat(aDayAgo(scorer)).isEqualTo(Map.of(scorer, START));

        // Neither a new name or team nor a rebuilt Redis changes what it was.
        list(501, "Another team");
        drain();
        assertThat(aDayAgo(scorer)).isEqualTo(Map.of(scorer, START));
        played.market.redis.flushAll();
        assertThat(new Hydration(played.market.redis, played.jdbi, "test")
                        .run(false)
                        .ok())
                .isTrue();
        tick(scorer, 1, 1_050_000);
        assertThat(aDayAgo(scorer)).isEqualTo(Map.of(scorer, START));
    }

    @Test
    void ofAPlayerWithoutAKnownStartTheFirstTickCounts() throws InterruptedException {
        InstrumentId listedByAnOlderNode = list(502, "Team");
        played.jdbi.useHandle(handle -> handle.execute("UPDATE instruments SET listed_price = NULL WHERE id = 502"));
        tick(listedByAnOlderNode, 1, 1_050_000);
        assertThat(aDayAgo(listedByAnOlderNode)).isEqualTo(Map.of(listedByAnOlderNode, Price.of(1_050_000)));
    }

    private static InstrumentId list(long id, String team) throws InterruptedException {
        InstrumentId instrument = InstrumentId.of(id);
        played.market.instruments.list(new Listing(instrument, "Scorer", 7, team, "Attacker", START, 10_000));
        drain();
        return instrument;
    }

    /** A tick of an hour ago, which only Redis has. */
    private static void tick(InstrumentId instrument, long seq, long price) {
        long at = NOW.minus(Duration.ofHours(1)).toEpochMilli();
        played.market.redis.hset(
                Keys.instrument(instrument),
                Map.of("price", Long.toString(price), "tick_seq", Long.toString(seq), "tick_at", Long.toString(at)));
        played.market.redis.xadd(
                Keys.priceTicks(instrument),
                new StreamEntryID(at, seq),
                Map.of("seq", Long.toString(seq), "price", Long.toString(price), "at", Long.toString(at)));
    }

    private static Map<InstrumentId, Price> aDayAgo(InstrumentId instrument) {
        return new PastPrices(played.market.redis, played.jdbi)
                .at(played.market.instruments.find(List.of(instrument)), A_DAY_AGO);
    }

    private static void drain() throws InterruptedException {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
    }
}
