package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.fixture.MatchPhase;
import touchline.market.outbox.Flusher;
import touchline.market.position.CloseReason;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class SettlementTest {
    private PlayedMarket played;

    @BeforeEach
    void play(TestStores stores) {
        played = new PlayedMarket(stores);
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        AuditReport report = new Audit(played.market.redis, played.jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        played.close();
    }

    @Test
    void afterItNothingIsHeldOrOpenAndEveryoneGotTheSamePrice() {
        played.buy(played.bob, 5, 50);
        settle(SettlementListener.NONE);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));

        assertThat(played.market.redis.keys("holding:*")).isEmpty();
        assertThat(played.market.positions.openOf(played.alice)).isEmpty();
        int prices = played.jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(DISTINCT amount / quantity) FROM orders WHERE instrument_id = 5 AND source = 'FULL_TIME'")
                .mapTo(Integer.class)
                .one());
        assertThat(prices).isEqualTo(1);
        assertThat(played.market.positions.find(played.open.id()).orElseThrow().close())
                .satisfies(close ->
                        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.FULL_TIME));
    }

    @ParameterizedTest
    @EnumSource(value = SettlementStep.class, names = "DONE", mode = EnumSource.Mode.EXCLUDE)
    void aCrashAfterAnyStepAndBeforeItIsNotedLeavesTheSameLedger(SettlementStep fatal) {
        assertThatThrownBy(() -> settle((fixture, step, affected) -> {
                    if (step == fatal) {
                        throw new IllegalStateException("crash");
                    }
                }))
                .hasMessage("crash");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(settle(SettlementListener.NONE)).as("settled again").isFalse();
    }

    @Test
    void twoSettlersAtOnceSettleOnce() throws InterruptedException {
        List<Thread> settlers = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            Thread settler = new Thread(() -> settle(SettlementListener.NONE));
            settler.start();
            settlers.add(settler);
        }
        for (Thread settler : settlers) {
            settler.join();
        }

        assertThat(played.market.redis.hexists("fixture:8", "settled")).isTrue();
    }

    @Test
    void aLateSettlerTouchesNothingThatCameAfterTheThaw() {
        settle(SettlementListener.NONE);
        played.buy(played.alice, 5, 10);
        var before = new TreeMap<>(played.market.redis.hgetAll("holding:alice"));
        played.jdbi.useHandle(
                handle -> handle.execute("UPDATE fixture_settlements SET step = 'SELL_SPOT' WHERE fixture_id = 8"));

        settle(SettlementListener.NONE);

        assertThat(new TreeMap<>(played.market.redis.hgetAll("holding:alice"))).isEqualTo(before);
    }

    @Test
    void aVoidMatchGivesEverythingBack() {
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.VOID, step -> {});

        assertThat(played.market.positions.find(played.open.id()).orElseThrow().close())
                .satisfies(close ->
                        assertThat(close == null ? null : close.payout()).isEqualTo(played.open.margin()));
        assertThat(played.market.redis.keys("holding:*")).isEmpty();
    }

    @Test
    void whatTheFeedSaysAfterwardsIsRecordedAndMovesNothing() {
        settle(SettlementListener.NONE);
        String price = played.market.redis.hget("instrument:5", "price");

        var observed =
                played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, List.of(PlayedMarket.goal(2, 5, true)));

        assertThat(observed.count(Applied.LATE)).isEqualTo(1);
        assertThat(observed.settlementDue()).isFalse();
        assertThat(played.market.redis.hget("instrument:5", "price")).isEqualTo(price);
    }

    private boolean settle(SettlementListener listener) {
        return played.settlement(listener).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});
    }
}
