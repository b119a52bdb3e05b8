package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.StreamEntryID;
import touchline.market.Refusal;
import touchline.market.TestEvents;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.halt.HaltCause;
import touchline.market.halt.HaltMode;
import touchline.market.halt.HaltRepository;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.outbox.OutboxLags;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class HydrationTest {
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
    void anEmptiedRedisIsNoticedAndNothingTradesOnIt() {
        played.market.redis.flushAll();

        assertThat(new Epoch(played.market.redis, played.jdbi).open())
                .hasValueSatisfying(shut -> assertThat(shut.detail()).contains("hydrate"));
        assertThat(played.market.spot.place(
                        new OrderRequest(played.alice, InstrumentId.of(5), Side.BUY, Quantity.of(1), null, null)))
                .isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
    }

    @Test
    void itIsRebuiltAsItWas() throws InterruptedException {
        List<String> before = state();
        played.market.redis.flushAll();

        AuditReport report = new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(state()).isEqualTo(before);
        assertThat(new Epoch(played.market.redis, played.jdbi).open()).isEmpty();
    }

    @Test
    void theMatchGoesOnAfterwardsAndNoIdComesTwice() throws InterruptedException {
        played.market.redis.flushAll();
        new Hydration(played.market.redis, played.jdbi, "test").run(false);

        var received = played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));
        played.buy(played.bob, 5, 10);
        played.finish();
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});

        assertThat(received.count(Applied.APPLIED)).as("events sent again").isZero();
        AuditReport report = new Audit(played.market.redis, played.jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    @Test
    void aBumpOwedToAnInstrumentThatCouldNotBeReadIsNotForgotten() throws InterruptedException {
        List<MatchEvent> events = List.of(
                PlayedMarket.goal(2, 5, false),
                PlayedMarket.goal(3, 6, true),
                TestEvents.event(9, EventKind.RED_CARD, 102, 5L, null, 20));
        String base = played.market.redis.hget("instrument:5", "live_base_price");
        played.market.redis.hset("instrument:5", "depth", "overwritten");
        assertThat(played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, events)
                        .count(Applied.SET_ASIDE))
                .isEqualTo(1);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));

        new Hydration(played.market.redis, played.jdbi, "test").run(true);
        assertThat(played.market.redis.hget("instrument:5", "live_base_price")).isEqualTo(base);
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, events);

        assertThat(Long.parseLong(played.market.redis.hget("instrument:5", "live_base_price")))
                .isLessThan(Long.parseLong(base));
        assertThat(new Audit(played.market.redis, played.jdbi).run().ok()).isTrue();
    }

    @Test
    void anEventThatWaitsForItsPlayerIsNotForgotten() throws InterruptedException {
        List<MatchEvent> events =
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(9, 50, false));
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, events);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));

        new Hydration(played.market.redis, played.jdbi, "test").run(true);
        assertThat(played.market.redis.pttl("events:" + PlayedMarket.SETTLED))
                .as("a settled match expires as before")
                .isBetween(1L, Duration.ofDays(14).toMillis());
        assertThat(played.market.redis.pttl("events:" + PlayedMarket.GOING_ON)).isEqualTo(-1);
        played.market.list(50, 102, 1_000_000, 10_000);
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, events);

        assertThat(played.market.redis.hget("instrument:50", "live_base_price")).isEqualTo("1050000");
    }

    @Test
    void whatIsHaltedStaysHalted() throws InterruptedException {
        HaltTerms terms = new HaltTerms(HaltMode.EVERYTHING, HaltCause.OPERATOR, "a drill", null);
        played.jdbi.useTransaction(
                book -> new HaltRepository(played.jdbi).halt(book, HaltScope.instrument(5), terms, "olga"));

        new Hydration(played.market.redis, played.jdbi, "test").run(true);

        assertThat(played.market.spot.place(
                        new OrderRequest(played.alice, InstrumentId.of(5), Side.BUY, Quantity.of(1), null, null)))
                .isEqualTo(TradeOutcome.refused(Refusal.HALTED));
    }

    @Test
    void aMatchThatIsOverStaysClosedAtThePricesOfItsWhistle() throws InterruptedException {
        played.finish();
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.FINISHED,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 7, false)));
        assertThat(new Audit(played.market.redis, played.jdbi).run().ok()).isTrue();
        List<String> before = state();
        String whistle = played.market.redis.hget("instrument:5", "ft_price");
        played.market.redis.flushAll();

        AuditReport report = new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(state()).isEqualTo(before);
        assertThat(played.market.spot.place(
                        new OrderRequest(played.alice, InstrumentId.of(5), Side.BUY, Quantity.of(1), null, null)))
                .isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});
        assertThat(played.market.positions.find(played.open.id()).orElseThrow().close())
                .satisfies(
                        close -> assertThat(close == null ? null : close.price().tenThousandths())
                                .isEqualTo(Long.parseLong(whistle)));
        assertThat(new Audit(played.market.redis, played.jdbi).run().ok()).isTrue();
    }

    @Test
    void idsThatWereLostBeforeTheyWereInTheBookAreNotGivenOutAgain() throws InterruptedException {
        for (int n = 0; n < 3; n++) {
            played.buy(played.alice, 5, 1); // acknowledged, and never flushed
        }
        long lost = Long.parseLong(played.market.redis.get("ids"));

        new Hydration(played.market.redis, played.jdbi, "test").run(true);

        long next = played.market
                .spot
                .place(new OrderRequest(played.alice, InstrumentId.of(1), Side.BUY, Quantity.of(1), null, null))
                .orThrow()
                .id()
                .value();
        assertThat(next).isGreaterThan(lost);
    }

    @Test
    void deadLettersAreResolvedByTheRebuildAndKept() throws InterruptedException {
        played.buy(played.alice, 5, 1);
        played.market.redis.xadd(
                "outbox:trades", StreamEntryID.NEW_ENTRY, Map.of("type", "transfer", "at", "1", "ledger", ""));
        AuditReport before = new Audit(played.market.redis, played.jdbi).run();
        assertThat(before.checks()).anyMatch(check -> check.name().equals("no-dead-letters") && !check.ok());

        AuditReport report = new Hydration(played.market.redis, played.jdbi, "olga").run(true);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(new Audit(played.market.redis, played.jdbi).run().ok()).isTrue();
        assertThat(new OutboxLags(played.market.redis, played.jdbi).total().deadLetters())
                .isZero();
        List<String> kept = played.jdbi.withHandle(book -> book.createQuery(
                        "SELECT concat_ws(' ', resolved_by, resolved_at IS NOT NULL, entry ->> 'type') FROM outbox_dead_letters")
                .mapTo(String.class)
                .list());
        assertThat(kept).containsExactly("olga t transfer");
    }

    @Test
    void aRedisThatHoldsAMarketIsNotThrownAwayUnasked() {
        assertThatThrownBy(() -> new Hydration(played.market.redis, played.jdbi, "test").run(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--force");
    }

    @Test
    void countersShowALossThatNewEntriesWouldHide() {
        for (String regress : List.of(
                "UPDATE outbox_offsets SET written = 1000000 WHERE stream = 'outbox:trades'",
                "UPDATE outbox_offsets SET written = 1000000 WHERE stream = 'outbox:ticks'",
                "UPDATE orders SET id = id + 40 WHERE id = (SELECT max(id) FROM orders)")) {
            Epoch epoch = new Epoch(played.market.redis, played.jdbi);
            assertThat(epoch.open()).as("before " + regress).isEmpty();
            played.buy(played.alice, 5, 1); // the stream's last id is above the book's
            played.jdbi.useHandle(handle -> handle.execute(regress));

            assertThat(epoch.open())
                    .as(regress)
                    .hasValueSatisfying(shut -> assertThat(shut.detail()).contains("lost data"));
            assertThat(epoch.shut()).as("every node knows").isPresent();
            assertThat(played.market.spot.place(
                            new OrderRequest(played.alice, InstrumentId.of(5), Side.BUY, Quantity.of(1), null, null)))
                    .isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
            played.market.redis.hdel("market", "shut");
            played.jdbi.useHandle(handle -> handle.execute("UPDATE outbox_offsets SET written = 0"));
        }
    }

    @Test
    void aRedisThatLostItsEndIsNoticed() {
        played.buy(played.alice, 5, 1);
        played.jdbi.useHandle(handle -> handle.execute(
                "UPDATE outbox_offsets SET last_id = '99999999999999-0' WHERE stream = 'outbox:trades'"));

        assertThat(new Epoch(played.market.redis, played.jdbi).open())
                .hasValueSatisfying(shut -> assertThat(shut.detail()).contains("ends before"));
    }

    /** All that trading stands on; not what only remembers (ids, answers) or carries (streams, epochs). */
    private List<String> state() {
        return played.market.everything().stream()
                .filter(line -> !line.startsWith("outbox:")
                        && !line.startsWith("ids=")
                        && !line.startsWith("market=")
                        && !line.startsWith("feed:undecided:")
                        && !line.startsWith("events:")
                        && !line.startsWith("fixture:"))
                .toList();
    }
}
