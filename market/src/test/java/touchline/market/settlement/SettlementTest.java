package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.CloseOutcome;
import touchline.market.position.rule.CloseReason;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.StoresSnapshot;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementTest {
    private PlayedMarket played;
    private StoresSnapshot beginning;
    /** What a test has broken, and the audit is to name. */
    private @Nullable String finding;

    @BeforeAll
    void play(TestStores stores) {
        played = new PlayedMarket(stores);
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

    @Test
    void afterItNothingIsHeldOrOpenAndEveryoneGotTheSamePrice() {
        played.buy(played.bob, 5, 50);
        settle(SettlementListener.NONE);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));

        assertThat(played.market.redis.keys("holding:*")).isEmpty();
        assertThat(played.market.redis.ttl("fixture:" + PlayedMarket.GOING_ON))
                .as("seconds that it is kept")
                .isBetween(Duration.ofDays(13).toSeconds(), Duration.ofDays(14).toSeconds());
        assertThat(played.market.positions.openOf(played.alice)).isEmpty();
        int prices = played.jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(DISTINCT amount / quantity) FROM orders WHERE instrument_id = 5 AND source ="
                                + " 'FULL_TIME'")
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
        played.finish();
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
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.VOID,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));
        assertThat(buying(5)).as("a winner would sell before the match is void").isEqualTo(Refusal.MARKET_OVER);
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
                played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, List.of(PlayedMarket.goal(2, 5, true)));

        assertThat(observed.count(Applied.LATE)).isEqualTo(1);
        assertThat(observed.settlementDue()).isFalse();
        assertThat(played.market.redis.hget("instrument:5", "price")).isEqualTo(price);
    }

    @Test
    void fromTheWhistleOnNothingIsTakenAndItsPriceIsPaid() {
        played.finish();
        long whistle = price(5);
        var late = played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.FINISHED,
                List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 5, false)));

        assertThat(late.count(Applied.LATE)).as("recorded").isEqualTo(2);
        assertThat(played.market.redis.lrange("events:8", 0, -1)).anyMatch(told -> told.contains("\"id\":4"));
        assertThat(price(5)).as("not applied").isEqualTo(whistle);
        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.positions.closeByUser(played.alice, played.open.id()))
                .isEqualTo(new CloseOutcome.Refused(Refusal.MARKET_OVER));
        assertThat(played.market.redis.hmget("instrument:5", "frozen", "frozen_over"))
                .containsExactly("1", "set");
        // A program that knows of no whistle writes a tick that would stop the position out.
        long seq = Long.parseLong(played.market.redis.hget("instrument:5", "tick_seq")) + 1;
        String at = Long.toString(System.currentTimeMillis());
        played.market.redis.xadd(
                "price_ticks:5",
                XAddParams.xAddParams().id(at + "-" + seq),
                Map.of("seq", "" + seq, "price", "900000", "at", at));

        settle(SettlementListener.NONE);
        played.market.redis.xdel("price_ticks:5", new StreamEntryID(at + "-" + seq));

        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.FULL_TIME);
        assertThat(close == null ? null : close.price()).isEqualTo(Price.of(whistle));
        assertThat(buying(5)).as("afterwards").isNull();
    }

    @Test
    void aStopThatATickBeforeTheWhistleReachedStillActs() {
        long at = price(5);
        played.market.positions.amend(
                played.alice, played.open.id(), Amendment.to(Price.of(at - 10)), new Amendment.Leave());
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.FINISHED,
                List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true))); // taken back with the whistle

        settle(SettlementListener.NONE);

        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.STOP_LOSS);
    }

    @Test
    void aFullTimeThatIsTakenBackOpensAgainAndTheNextOneTakesNewPrices() {
        played.finish();
        long first = price(7);
        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        List<MatchEvent> more =
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 7, false));
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, more);
        assertThat(price(7)).isEqualTo(first);

        assertThat(played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, more)
                        .count(Applied.APPLIED))
                .as("what was recorded takes effect")
                .isEqualTo(1);
        assertThat(buying(5)).isNull();
        assertThat(played.market.redis.hmget("instrument:5", "frozen", "frozen_over", "ft_price"))
                .containsOnlyNulls();

        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, more);
        assertThat(price(7)).isGreaterThan(first);
        long second = price(5);
        settleAsItIs(SettlementKind.FULL_TIME);
        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.price()).isEqualTo(Price.of(second));
    }

    @Test
    void aHandThatHaltedItBeforeTheWhistleIsTheOneToEndThat() {
        played.market.redis.hset("instrument:6", "frozen", "1");
        played.finish();
        assertThat(buying(6)).isEqualTo(Refusal.MARKET_OVER);

        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));

        assertThat(buying(6)).isEqualTo(Refusal.INSTRUMENT_FROZEN);
        played.market.redis.hdel("instrument:6", "frozen");
    }

    @Test
    void whatIsNotOverOrNotVoidIsRefusedAndNothingChanges() {
        FixtureId tomorrow = FixtureId.of(99);
        played.jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
            VALUES (99, 1, 'A vs B', now() + interval '1 day', 1, 'NS', 'UPCOMING', now())
            """));
        List<String> before = played.market.everything();
        refused(PlayedMarket.GOING_ON, SettlementKind.VOID, "INPLAY_1ST_HALF");
        refused(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, "not over");
        refused(tomorrow, SettlementKind.VOID, "not begun");
        refused(FixtureId.of(4711), SettlementKind.VOID, "not known");
        // A row that a program has made without asking.
        played.jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (8, 'VOID',"
                        + " 'THAW', now())"));
        refused(PlayedMarket.GOING_ON, SettlementKind.VOID, "not over");
        assertThat(played.market.everything()).isEqualTo(before);
        played.jdbi.useHandle(handle -> handle.execute("DELETE FROM fixture_settlement_steps WHERE fixture_id = 8"));
        played.jdbi.useHandle(handle -> handle.execute("DELETE FROM fixture_settlements WHERE fixture_id = 8"));

        played.finish();
        refused(PlayedMarket.GOING_ON, SettlementKind.VOID, "played to its end");
        assertThat(played.settlement(SettlementListener.NONE)
                        .settle(PlayedMarket.SETTLED, SettlementKind.FULL_TIME, step -> {}))
                .as("settled already")
                .isFalse();
    }

    @Test
    void aMatchSettledByForceWhileItIsPlayedTakesNoOrdersBeforeItIsOver() throws InterruptedException {
        played.force(PlayedMarket.GOING_ON, SettlementKind.VOID);
        settleAsItIs(SettlementKind.VOID);

        assertThat(played.market.positions.openOf(played.alice)).isEmpty();
        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.redis.hget("instrument:5", "fixture_id")).isEqualTo("8");
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));
        assertThat(buying(7)).isEqualTo(Refusal.MARKET_OVER);
        AuditReport meanwhile = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        assertThat(meanwhile.ok()).as(meanwhile.toString()).isTrue();

        played.finish();

        assertThat(buying(5)).isNull();
        assertThat(played.market.redis.hget("instrument:5", "fixture_id")).isNull();
    }

    @Test
    void aMatchSettledByForceBeforeItBeganTakesNoOrdersWhileItIsPlayed() {
        FixtureId next = FixtureId.of(9);
        played.finish();
        settle(SettlementListener.NONE);
        played.observe(next, 102, MatchPhase.UPCOMING, List.of());
        played.force(next, SettlementKind.VOID);
        played.settlement(SettlementListener.NONE).settle(next, SettlementKind.VOID, step -> {});
        assertThat(buying(5)).as("before kick-off").isNull();

        played.observe(next, 102, MatchPhase.LIVE, List.of());

        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        played.observe(next, 102, MatchPhase.FINISHED, List.of());
        assertThat(buying(5)).isNull();
    }

    @Test
    void aPositionThatComesInAfterTheCloseIsClosedInAnotherRound() {
        played.finish();
        List<SettlementStep> steps = new ArrayList<>();
        played.market.redis.srem("positions:instrument:5", played.open.id().toString());
        settle((fixture, step, affected) -> {
            steps.add(step);
            if (step == SettlementStep.CLOSE_CFDS && !steps.contains(SettlementStep.THAW)) {
                played.market.redis.sadd(
                        "positions:instrument:5", played.open.id().toString());
            }
        });

        assertThat(steps)
                .containsSubsequence(
                        SettlementStep.THAW, SettlementStep.SELL_SPOT, SettlementStep.CLOSE_CFDS, SettlementStep.THAW);
        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close == null ? null : close.reason()).isEqualTo(CloseReason.FULL_TIME);
    }

    @Test
    void whatNeverFinishesEndsTheRunAndAnInterruptDoesToo() {
        played.finish();
        played.market.redis.hincrBy("instrument:5", "net_flow", 1);
        assertThatThrownBy(() -> settle(SettlementListener.NONE)).hasMessageContaining("not finished");
        played.market.redis.hincrBy("instrument:5", "net_flow", -1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> settleAsItIs(SettlementKind.FULL_TIME)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(settle(SettlementListener.NONE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"margin", "direction", "open_seq", "levels", "user", "opened_at"})
    void aPositionThatCannotBeReadIsSetAsideAndTheRestSettles(String field) {
        played.finish();
        String key = "position:" + played.open.id();
        played.market.redis.hdel(key, field);
        played.market.redis.sadd("positions:instrument:6", "999999", "no-number"); // listed and not there

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).as("thawed").isNull();
        assertThat(played.market.redis.keys("holding:*")).containsExactly("holding:bob");
        assertThat(played.market.redis.hgetAll("set_aside:" + key))
                .as("evidence")
                .containsKey("quantity");
        assertThat(new SetAside(played.market.redis).of("8"))
                .extracting(SetAside.Item::subject)
                .containsExactlyInAnyOrder("position " + played.open.id(), "position 999999", "position no-number");
        finding = "position " + played.open.id();
    }

    @Test
    void aWalletThatIsNotThereSetsItsPositionsAndHoldingsAside() {
        played.finish();
        played.market.redis.rename("wallet:alice", "elsewhere");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(played.market.redis.exists("wallet:alice")).as("not made up").isFalse();
        assertThat(played.market.redis.hgetAll("instrument:5")).doesNotContainKeys("frozen", "fixture_id");
        assertThat(new SetAside(played.market.redis).of("8"))
                .extracting(SetAside.Item::subject)
                .containsExactlyInAnyOrder("position " + played.open.id(), "holding alice of 5");
        finding = "alice";
    }

    @Test
    void aHoldingThatCannotBeReadStaysInTheFlowAndPaidFor() {
        played.finish();
        played.market.redis.hset("holding:alice", "5", "many");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(played.market.redis.hget("instrument:5", "net_flow")).isEqualTo("200");
        assertThat(played.market.pool(InstrumentId.of(5))).isPositive();
        assertThat(played.market.redis.hget("set_aside:holding:alice", "5")).startsWith("many for ");
        assertThat(played.market.redis.hget("instrument:6", "net_flow")).isEqualTo("0");
        finding = "holding alice of 5";
    }

    @Test
    void anInstrumentThatCannotBeReadStaysFrozenAndTheOthersThaw() {
        String depth = played.market.redis.hget("instrument:7", "depth");
        played.market.redis.hdel("instrument:7", "depth");
        played.finish();

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).isNull();
        assertThat(played.market.redis.hget("instrument:7", "frozen")).isEqualTo("1");
        finding = "instrument 7";
        assertThat(depth).isNotNull();
    }

    /** The mended position closes as if it had been readable; a second clear finds nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPositionThatIsMendedIsClosedAsItsSettlementWouldHave(boolean breachedBefore) {
        String key = "position:" + played.open.id();
        long price = price(5);
        if (breachedBefore) { // by a goal that is taken back, and given again at the end
            AmendOutcome amended = played.market.positions.amend(
                    played.alice, played.open.id(), Amendment.to(Price.of(price / 100 * 99)), new Amendment.Leave());
            assertThat(amended).isInstanceOf(AmendOutcome.Amended.class);
            played.observe(
                    PlayedMarket.GOING_ON,
                    102,
                    MatchPhase.LIVE,
                    List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true)));
            price = price(5);
        }
        played.finish();
        String margin = played.market.redis.hget(key, "margin");
        played.market.redis.hdel(key, "margin");
        assertThat(settle(SettlementListener.NONE)).isTrue();
        SetAsideRepair repair = new SetAsideRepair(played.market.redis, played.jdbi, played.market.positions);
        String subject = "position " + played.open.id();

        assertThat(repair.clear(subject, false).orElseThrow().action()).isEqualTo(SetAsideRepair.Action.WRITE_OFF);
        assertThat(played.market.redis.hexists("set_aside", subject))
                .as("unchanged")
                .isTrue();
        played.market.redis.hset("set_aside:" + key, "margin", margin);
        assertThat(repair.preview(subject).orElseThrow().words()).contains(" at " + Price.of(price));
        assertThat(repair.clear(subject, false).orElseThrow().action()).isEqualTo(SetAsideRepair.Action.SETTLE);

        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.price()).isEqualTo(Price.of(price));
            assertThat(close.reason()).isEqualTo(breachedBefore ? CloseReason.STOP_LOSS : CloseReason.FULL_TIME);
        }
        assertThat(repair.clear(subject, false)).isEmpty();
    }

    @Test
    void whatIsNotMendedIsWrittenOffOnly() {
        played.finish();
        String cost = played.market.redis.hget("holding_cost:alice", "5");
        played.market.redis.hset("holding:alice", "5", "many");
        assertThat(settle(SettlementListener.NONE)).isTrue();
        SetAsideRepair repair = new SetAsideRepair(played.market.redis, played.jdbi, played.market.positions);

        assertThat(repair.clear("holding alice of 5", false).orElseThrow().action())
                .isEqualTo(SetAsideRepair.Action.WRITE_OFF);
        assertThat(repair.clear("holding alice of 5", true)).isPresent();
        assertThat(new SetAside(played.market.redis).all()).isEmpty();
        assertThat(played.market.redis.hget("set_aside:holding:alice", "5"))
                .as("kept")
                .startsWith("many for ");
        assertThat(repair.clear("holding alice of 5", true)).isEmpty();
        finding = null;
        played.market.redis.hset("set_aside:holding:alice", "5", "200 for " + cost);
        played.market.redis.hset("set_aside", "holding alice of 5", "{\"fixture\":\"8\"}");
        assertThat(repair.clear("holding alice of 5", false).orElseThrow().words())
                .startsWith("200 shares");
        assertThat(played.market.spot.holdings(played.alice).get(InstrumentId.of(5)))
                .isNotNull();
    }

    @Test
    void whatShouldHaveBeenSettledByNowIsOverdue() {
        played.jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, over_since, polled_at)
            VALUES (51, 1, 'over for long', now() - interval '3 hours', 5, 'FT', 'FINISHED', true, now() - interval '5 minutes', now()),
                   (52, 1, 'over for short', now() - interval '3 hours', 5, 'FT', 'FINISHED', true, now() - interval '3 minutes', now()),
                   (53, 1, 'never ended', now() - interval '5 hours', 3, 'HT', 'LIVE', true, NULL, now()),
                   (54, 1, 'never begun', now() - interval '5 hours', 1, 'NS', 'UPCOMING', false, NULL, now()),
                   (55, 1, 'called off', now() - interval '5 hours', 10, 'POSTPONED', 'VOID', false, now() - interval '4 hours', now()),
                   (56, 1, 'abandoned', now() - interval '5 hours', 15, 'ABANDONED', 'VOID', true, now() - interval '3 hours', now()),
                   (57, 1, 'long ago', now() - interval '9 days', 1, 'NS', 'UPCOMING', false, NULL, now()),
                   (58, 1, 'nobody looked', now() - interval '1 day', 5, 'FT', 'FINISHED', false, now() - interval '1 hour', now()),
                   (59, 1, 'suspended for weeks', now() - interval '20 days', 11, 'SUSPENDED', 'LIVE', true, NULL, now() - interval '1 hour')
            """));

        assertThat(new OverdueSettlements(played.jdbi, Duration.ofMinutes(2)).now())
                .extracting(OverdueSettlements.Overdue::name)
                .containsExactlyInAnyOrder(
                        "over for long", "never ended", "never begun", "abandoned", "suspended for weeks");
        Map<String, String> waiting = new UnsettledMatches(played.jdbi, Duration.ofMinutes(2))
                .list(100).stream()
                        .collect(Collectors.toMap(
                                UnsettledMatches.UnsettledMatch::name, UnsettledMatches.UnsettledMatch::waitsFor));
        assertThat(waiting).containsKey("long ago").doesNotContainKey("called off");
        assertThat(waiting.get("over for short")).contains("its settlement, which is due");
        assertThat(waiting.get("never ended")).isEqualTo("the final whistle");
        assertThat(waiting.get("never begun")).startsWith("its kick-off, which was due at");
        assertThat(waiting.get("suspended for weeks")).contains("has sent nothing of it since");
        played.jdbi.useHandle(handle -> handle.execute("DELETE FROM fixtures WHERE id BETWEEN 51 AND 59"));
    }

    private void refused(FixtureId fixture, SettlementKind kind, String why) {
        assertThatThrownBy(() -> played.settlement(SettlementListener.NONE).settle(fixture, kind, step -> {}))
                .isInstanceOf(SettlementRefusedException.class)
                .hasMessageContaining(why);
    }

    /** How an order is refused; null where it is filled. */
    private @Nullable Refusal buying(long instrument) {
        TradeOutcome<SpotOrder> order = played.market.spot.place(
                new OrderRequest(played.bob, InstrumentId.of(instrument), Side.BUY, Quantity.of(1), null, null));
        return order instanceof TradeOutcome.Refused<SpotOrder> refused ? refused.why() : null;
    }

    private long price(long instrument) {
        return played.market.instrument(InstrumentId.of(instrument)).price().tenThousandths();
    }

    private boolean settleAsItIs(SettlementKind kind) {
        return played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, kind, step -> {});
    }

    private boolean settle(SettlementListener listener) {
        played.finish();
        return played.settlement(listener).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});
    }
}
