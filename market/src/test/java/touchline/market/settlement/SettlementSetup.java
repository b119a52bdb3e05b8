package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Quantity;
import touchline.market.outbox.Backlog;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.StoresSnapshot;
import touchline.stores.junit.TestStores;

/** A market with one match played, and the audit after each test. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SettlementSetup {
    PlayedMarket played;
    StoresSnapshot beginning;
    /** What a test has broken, and the audit is to name. */
    @Nullable
    String finding;

    @BeforeAll
    void play(TestStores stores) {
        played = new PlayedMarket(stores);
        new Backlog(played.market.redis, Duration.ofHours(1)).enforce(); // nothing is flushed while these tests run
        beginning = StoresSnapshot.take(stores);
    }

    @AfterAll
    void close() {
        played.close();
    }

    @BeforeEach
    void playAgain() {
        beginning.restore();
        finding = null;
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        AuditReport report = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        String broken = finding;
        if (broken == null) {
            assertThat(report.ok()).as(report.toString()).isTrue();
        } else {
            assertThat(report.checks()).as(report.toString()).anySatisfy(check -> {
                assertThat(check.name()).isEqualTo("everything-is-readable");
                assertThat(check.detail()).contains(broken);
            });
        }
    }

    /** How an order is refused; null where it is filled. */
    @Nullable
    Refusal buying(long instrument) {
        TradeOutcome<SpotOrder> order = played.market.spot.place(
                new OrderRequest(played.bob, InstrumentId.of(instrument), Side.BUY, Quantity.of(1), null, null));
        return order instanceof TradeOutcome.Refused<SpotOrder> refused ? refused.why() : null;
    }

    long price(long instrument) {
        return played.market.instrument(InstrumentId.of(instrument)).price().tenThousandths();
    }

    boolean settleAsItIs(SettlementKind kind) {
        return played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, kind, step -> {});
    }

    boolean settle(SettlementListener listener) {
        played.finish();
        return played.settlement(listener).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});
    }
}
