package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.Leases;
import touchline.market.spot.Side;

/** Resting orders that a program or a person has damaged: none is tried for ever, and each is named for operators. */
class UnreadableRestingOrdersTest extends RestingSetup {

    @ParameterizedTest
    @ValueSource(strings = {"fee_bps", "limits", "trigger", "worst"})
    void theirMoneyIsReleasedWhereTheRestSaysWhoseItIs(String field) {
        long held = held(played.alice);
        long executed = triggered(field);
        long ticked = resting(order(played.alice, 1, Side.BUY, 5, stop(price(1) + 50_000)));
        long settled = resting(order(played.alice, 5, Side.BUY, 5, day(stop(price(5) + 50_000))));
        for (long id : List.of(ticked, settled)) {
            played.market.redis.hdel(Keys.request(id), field);
        }
        played.market.redis.hset(Keys.instrument(InstrumentId.of(5)), "frozen_for", "77");

        loop.round();
        tick(ticked);
        orders.expire(InstrumentId.of(5), 77);
        played.market.redis.hdel(Keys.instrument(InstrumentId.of(5)), "frozen_for");

        for (long id : List.of(executed, ticked, settled)) {
            assertThat(fields(id)).containsEntry("state", "REJECTED").containsEntry("problem", "unavailable");
            assertThat(played.market.redis.hdel("set_aside", "request " + id)).isEqualTo(1);
        }
        assertThat(held(played.alice)).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "instrument", "reserved", "kind"})
    void theirMoneyStaysHeldWhereItDoesNot(String field) {
        long held = held(played.alice);
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price(1) + 50_000)));
        String value = Objects.requireNonNull(fields(id).get(field));
        trigger(id, field);

        loop.round();

        assertThat(fields(id)).containsEntry("state", "REJECTED");
        assertThat(played.market.redis.zscore(Keys.WAITING_TRIGGERED, Long.toString(id)))
                .isNull();
        assertThat(held(played.alice)).isGreaterThan(held);
        assertThat(played.market.redis.hexists("set_aside", "request " + id)).isTrue();

        played.market.redis.hset(Keys.request(id), Map.of(field, value, "state", "WORKING"));
        played.market.redis.hdel(Keys.request(id), "problem", "problem_facts", "decided_at");
        played.market.redis.sadd(Keys.restingOfUser(played.alice), Long.toString(id));
        played.market.redis.hdel("set_aside", "request " + id);
        cancel(played.alice, id).orThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits", "trigger"})
    void aUserIsToldToTryAgain(String field) {
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price(1) + 50_000)));
        String value = Objects.requireNonNull(fields(id).get(field));
        played.market.redis.hdel(Keys.request(id), field);

        assertThat(cancel(played.alice, id))
                .isEqualTo(TradeOutcome.refused(Rejection.because(Refusal.UNAVAILABLE, "unreadable")));

        played.market.redis.hset(Keys.request(id), Map.of(field, value));
        played.market.redis.hdel("set_aside", "request " + id);
        cancel(played.alice, id).orThrow();
    }

    /** A user may have 200 that rest, or wait and may rest; ids without a request count as none. */
    @Test
    void oneThatWaitsCountsOnceTowardsTheLimit() {
        String waiting = "waiting:user:" + played.alice;
        for (int n = 0; n < 100; n++) {
            played.market.redis.rpush(Keys.request(1_000_000 + n), "overwritten");
            played.market.redis.sadd(waiting, Integer.toString(1_000_000 + n), Integer.toString(2_000_000 + n));
        }

        long id = resting(order(played.alice, 1, Side.BUY, 1, stop(price(1) + 50_000)));

        cancel(played.alice, id).orThrow();
        for (int n = 0; n < 100; n++) {
            played.market.redis.del(Keys.request(1_000_000 + n));
        }
        played.market.redis.del(waiting);
    }

    @Test
    void oneOfThemStopsNeitherTheStopWatchNorASettlement() {
        long price = price(1);
        long spoiled = resting(order(played.alice, 1, Side.BUY, 5, stop(price + 50_000)));
        long sound = resting(order(played.alice, 1, Side.BUY, 5, stop(price + 50_000)));
        long settled = resting(order(played.alice, 5, Side.BUY, 5, day(stop(price(5) + 50_000))));
        Map<String, String> before = fields(spoiled);
        Map<String, String> settledBefore = fields(settled);
        played.market.redis.del(Keys.request(spoiled), Keys.request(settled));
        played.market.redis.set(Keys.request(spoiled), "1");
        played.market.redis.set(Keys.request(settled), "1");

        watch();
        move(1, price + 60_000);
        awaitState(sound, "FILLED");
        played.market.redis.hset(Keys.instrument(InstrumentId.of(5)), "frozen_for", "77");
        assertThat(orders.expire(InstrumentId.of(5), 77)).isZero();
        played.market.redis.hdel(Keys.instrument(InstrumentId.of(5)), "frozen_for");

        restore(spoiled, before);
        restore(settled, settledBefore);
    }

    /** Each was noted; what it holds back is released. */
    private void restore(long id, Map<String, String> fields) {
        assertThat(played.market.redis.hdel("set_aside", "request " + id)).isEqualTo(1);
        played.market.redis.del(Keys.request(id));
        played.market.redis.hset(Keys.request(id), fields);
        cancel(played.alice, id).orThrow();
    }

    @Test
    void anInstrumentThatCanNotBeReadTriggersNothing() {
        long id = resting(order(played.alice, 1, Side.BUY, 5, limit(price(1) / 2)));
        long other = resting(order(played.alice, 2, Side.BUY, 5, stop(price(2) + 50_000)));
        String depth = Objects.requireNonNull(played.market.redis.hget("instrument:1", "depth"));
        played.market.redis.hdel("instrument:1", "depth");
        Leases leases = new Leases(played.market.redis, played.jdbi, "test");

        assertThat(orders.trigger(
                        List.of(
                                new RestingOrders.Trigger(id, InstrumentId.of(1), 1_000_000, 1, 0),
                                new RestingOrders.Trigger(other, InstrumentId.of(2), 1_000_000, price(2) * 2, 0)),
                        leases.acquire("unreadable-test", SOON).orElseThrow().token(),
                        TestMarket.RULES.limits()))
                .containsExactly(RestingOrders.Triggered.RESTS, RestingOrders.Triggered.TRIGGERED);

        played.market.redis.hset("instrument:1", "depth", depth);
        assertThat(played.market.redis.hdel("set_aside", "instrument 1")).isEqualTo(1);
    }

    @Test
    void aRecordThatStopsTheFillOfALimitIsNoObstacleToTheOthers() {
        long limit = price(1) - 20_000;
        long id = resting(order(played.bob, 1, Side.BUY, 5, limit(limit)));
        long other = resting(order(played.alice, 1, Side.BUY, 5, limit(limit)));
        Map<String, String> costs = played.market.redis.hgetAll("holding_cost:bob");
        played.market.redis.set("holding_cost:bob", "overwritten");
        move(1, (limit - 5_000) * 100 / 101);
        Leases leases = new Leases(played.market.redis, played.jdbi, "test");

        assertThat(orders.trigger(
                        List.of(
                                new RestingOrders.Trigger(id, InstrumentId.of(1), 1_000_000, limit - 5_000, 0),
                                new RestingOrders.Trigger(other, InstrumentId.of(1), 1_000_000, limit - 5_000, 0)),
                        leases.acquire("unreadable-test", SOON).orElseThrow().token(),
                        TestMarket.RULES.limits()))
                .containsOnly(RestingOrders.Triggered.TRIGGERED);

        assertThat(List.of(id, other)).extracting(this::state).containsExactly("TRIGGERED", "FILLED");
        played.market.redis.del("holding_cost:bob");
        if (!costs.isEmpty()) {
            played.market.redis.hset("holding_cost:bob", costs);
        }
        awaitState(id, "FILLED");
    }

    /** The circuit breaker reads it after an order has moved money and the price. */
    @Test
    void aRecordOfTheCircuitBreakerStopsAFillBeforeMoneyMoves() {
        long id = resting(order(played.alice, 1, Side.BUY, 5, limit(price(1) - 20_000)));
        long other = resting(order(played.alice, 2, Side.BUY, 5, limit(price(2) - 20_000)));
        played.market.redis.set(Keys.HALTS_BREAKER, "5000|60000|CLOSE_ONLY|60000");
        played.market.redis.del("flows:1");
        played.market.redis.set("flows:1", "overwritten");
        long had = money();
        watch();

        move(1, (price(1) - 25_000) * 100 / 101);

        awaitState(id, "REJECTED");
        assertThat(money()).isEqualTo(had);
        assertThat(played.market.redis.hdel("set_aside", "key flows:1")).isEqualTo(1);
        move(2, (price(2) - 25_000) * 100 / 101);
        awaitState(other, "FILLED");
        played.market.redis.del("flows:1", Keys.HALTS_BREAKER);
    }

    /** What alice has, reserved or not. */
    private long money() {
        return played.market.wallets.find(played.alice).orElseThrow().cash().tenThousandths() + held(played.alice);
    }

    private long triggered(String without) {
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price(1) + 50_000)));
        trigger(id, without);
        return id;
    }

    private void trigger(long id, String without) {
        played.market.redis.hset(Keys.request(id), Map.of("state", "TRIGGERED"));
        played.market.redis.zadd(Keys.WAITING_TRIGGERED, 1, Long.toString(id));
        played.market.redis.hdel(Keys.request(id), without);
    }

    private void tick(long id) {
        Leases leases = new Leases(played.market.redis, played.jdbi, "test");
        orders.trigger(
                List.of(new RestingOrders.Trigger(id, InstrumentId.of(1), 1_000_000, price(1) * 2, 0)),
                leases.acquire("unreadable-test", SOON).orElseThrow().token(),
                TestMarket.RULES.limits());
    }
}
