package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.Refusal;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;

/** A settlement, once and in order, also when it crashes or has company. */
class SettlementTest extends SettlementSetup {
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
    void aVoidMatchGivesPositionsTheirMarginBack() {
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVoidMatchLeavesNoTraceInPrices(boolean isPlayed) {
        List<Long> before = bases();
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 5, false)));
        assertThat(price(5)).isNotEqualTo(before.get(0));
        if (isPlayed) {
            played.force(PlayedMarket.GOING_ON, SettlementKind.VOID);
        } else {
            played.observe(PlayedMarket.GOING_ON, 103, MatchPhase.VOID, List.of(PlayedMarket.goal(2, 5, false)));
        }
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.VOID, step -> {});

        assertThat(List.of(price(5), price(6))).isEqualTo(before);
        assertThat(played.market.redis.hmget("instrument:5", "live_base_price", "below_floor"))
                .containsExactly(before.get(0).toString(), "0");
    }

    /** With which the players entered the match. */
    private List<Long> bases() {
        return Stream.of(5, 6)
                .map(id -> Long.valueOf(played.market.redis.hget("instrument:" + id, "match_base_price")))
                .toList();
    }

    /** Each at its own cost, what the first account has won by the second one's push would be paid by the house. */
    @Test
    void noPairOfAccountsEarnsByAPushInAMatchThatIsVoid() {
        Money stake = Money.coins(1_000_000);
        UserId first = played.market.user("first", stake);
        UserId second = played.market.user("second", stake);
        played.buy(first, 5, 2_000);
        played.buy(second, 5, 2_000);
        played.market
                .spot
                .place(new OrderRequest(first, InstrumentId.of(5), Side.SELL, Quantity.of(2_000), null, null))
                .orThrow();
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.VOID,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));

        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.VOID, step -> {});

        assertThat(played.market.cash(first).plus(played.market.cash(second))).isLessThan(stake.plus(stake));
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

    @Test
    void theTicksOfManyTrailingStopsAreReadOnce() {
        for (int n = 0; n < 20; n++) {
            played.market
                    .positions
                    .open(new OpenRequest(
                                    played.market.user("trailing-" + n, Money.coins(10_000)),
                                    InstrumentId.of(6),
                                    Direction.LONG,
                                    Quantity.of(1),
                                    2,
                                    null,
                                    null,
                                    null,
                                    null)
                            .trailing(Price.of(300_000)))
                    .orThrow();
        }
        played.buy(played.bob, 6, 10);
        played.finish();
        long before = played.market.calls("xrange");

        settle(SettlementListener.NONE);

        assertThat(played.market.calls("xrange") - before).isLessThan(20);
    }
}
