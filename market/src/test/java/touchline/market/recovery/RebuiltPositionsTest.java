package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.script.LuaScript;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Which ticks judge positions after a rebuild. */
@ExtendWith(StoresExtension.class)
class RebuiltPositionsTest {
    private static final LuaScript MOVE = LuaScript.beside(TestMarket.class, "resting/base_move");

    private PlayedMarket played;

    @BeforeEach
    void play(TestStores stores) throws InterruptedException {
        played = new PlayedMarket(stores);
        assertThat(new Audit(played.market.redis, played.jdbi).run().ok()).isTrue(); // drained, too
    }

    @AfterEach
    void close() {
        played.close();
    }

    @Test
    void aTrailingStopGoesOnFromItsBestPriceAfterARebuild() throws InterruptedException {
        InstrumentId player = InstrumentId.of(3);
        long price = price(player);
        Position position = openTrailing(player, 300);
        move(player, price + 1_000);
        move(player, price + 800);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));

        new Hydration(played.market.redis, played.jdbi, "test").run(true);
        move(player, price + 690);

        assertClosedByReplay(position, price + 690);
    }

    @Test
    void ticksThatGetTheNumbersOfLostOnesJudgeAPositionThatWasOpenedAfterThese() throws InterruptedException {
        InstrumentId player = InstrumentId.of(3);
        long price = price(player);
        Map<String, Object> before = played.jdbi.withHandle(book -> book.createQuery(
                        "SELECT price, live_base_price, tick_seq, tick_at FROM instruments WHERE id = 3")
                .mapToMap()
                .one());
        move(player, price + 100);
        move(player, price + 200);
        Position position = openTrailing(player, 300);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
        played.jdbi.useHandle(book -> {
            book.createUpdate("""
                            UPDATE instruments SET price = :price, live_base_price = :live_base_price,
                                   tick_seq = :tick_seq, tick_at = :tick_at WHERE id = 3
                            """).bindMap(before).execute();
            book.execute(
                    "DELETE FROM price_ticks p USING instruments i WHERE i.id = 3 AND instrument_id = 3 AND seq > i.tick_seq");
        });

        new Hydration(played.market.redis, played.jdbi, "test").run(true);
        move(player, price - 150);

        assertClosedByReplay(position, price - 150);
    }

    private void move(InstrumentId instrument, long base) {
        MOVE.run(played.market.redis, List.of(), List.of(instrument.toString(), Long.toString(base)));
    }

    private long price(InstrumentId instrument) {
        return played.market.instrument(instrument).price().tenThousandths();
    }

    private Position openTrailing(InstrumentId instrument, long distance) {
        OpenRequest request =
                new OpenRequest(played.bob, instrument, Direction.LONG, Quantity.of(1), 2, null, null, null, null);
        return played.market
                .positions
                .open(request.trailing(Price.of(distance)))
                .orThrow();
    }

    private void assertClosedByReplay(Position position, long price) {
        new MarginReplay(played.market.positions, new TickTape(played.market.redis))
                .replayInstruments(List.of(position.instrument()));
        assertThat(played.market.positions.find(position.id()).orElseThrow().close())
                .satisfies(close -> assertThat(close == null ? null : close.reason() + " " + close.price())
                        .isEqualTo("STOP_LOSS " + Price.of(price)));
    }
}
