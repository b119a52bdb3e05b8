package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.Limits;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.inplay.InPlayLoop;
import touchline.market.inplay.InPlayRequests;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.Leases;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.outbox.Flusher;
import touchline.market.position.rule.Direction;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.wallet.UserId;

/** How resting orders are filled, postponed and refused. */
class RestingFillsTest extends RestingSetup {

    @Test
    void aStopThatThePriceHasPassedDuringTheDelayActsAfterIt() {
        long price = price(5);
        long id = pending(waits(played.bob, 5, Side.BUY, 3, stop(price + 500)));
        long limited = pending(waits(
                played.bob,
                5,
                Side.BUY,
                3,
                OrderTerms.of(OrderType.STOP_LIMIT, Price.of(price * 5 / 4), Price.of(price + 500), null)));
        move(5, price + 5_000);

        ripen();
        loop.round();

        assertThat(state(id)).isEqualTo("FILLED");
        assertThat(state(limited)).isEqualTo("FILLED");
    }

    @Test
    void aPostponedOrderIsTriedAgainLaterEachTime() {
        long id = triggered(stop(price(1) + 50_000));
        played.market.redis.hset(Keys.HALTS, "market", "EVERYTHING||OPERATOR|test");
        loop.round();
        ripen();
        long before = System.currentTimeMillis();

        loop.round();

        assertThat(Long.parseLong(fields(id).getOrDefault("execute_at", ""))).isGreaterThanOrEqualTo(before + 2_000);
        assertThat(played.market.redis.zcard(Keys.WAITING_TRIGGERED)).isEqualTo(1);
        played.market.redis.hdel(Keys.HALTS, "market");
        ripen();
        loop.round();
        assertThat(state(id)).isEqualTo("FILLED");
    }

    @Test
    void theLimitsAreThoseOfTheFill() {
        long id = triggered(stop(price(1) + 50_000));

        new InPlayLoop(played.market.redis, new Limits(0, Money.of(1), Money.of(0), Money.of(0), 0)).round();

        assertThat(fields(id)).containsEntry("state", "REJECTED").containsEntry("problem", "limit-exceeded");
    }

    @Test
    void aLimitThatWouldTakeTooMuchOfTheDepthRestsAgain() {
        long id = triggered(limit(price(1) * 9 / 10));
        String depth = Objects.requireNonNull(played.market.redis.hget("instrument:1", "depth"));
        played.market.redis.hset("instrument:1", "depth", "4");

        loop.round();

        played.market.redis.hset("instrument:1", "depth", depth);
        assertThat(state(id)).isEqualTo("WORKING");
        cancel(played.alice, id).orThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind", "execute_at"})
    void oneThatWaitsAndCanNotBeReadIsNotHalfCancelled(String field) {
        long id = pending(waits(played.bob, 5, Side.BUY, 3, limit(price(5) / 2)));
        String value = Objects.requireNonNull(fields(id).get(field));
        played.market.redis.hdel(Keys.request(id), field);

        assertThat(cancel(played.bob, id))
                .isEqualTo(TradeOutcome.refused(Rejection.because(Refusal.UNAVAILABLE, "unreadable")));

        played.market.redis.hset(Keys.request(id), Map.of(field, value));
        played.market.redis.hdel("set_aside", "request " + id);
        cancel(played.bob, id).orThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit_price", "type", "tif"})
    void oneThatWaitsWithSpoiledTermsIsRejected(String field) {
        long id = pending(waits(played.bob, 5, Side.BUY, 3, limit(price(5) / 2)));
        played.market.redis.hset(Keys.request(id), Map.of(field, "x"));
        if (field.equals("tif")) {
            played.market.redis.hdel(Keys.request(id), field);
        }

        ripen();
        loop.round();

        assertThat(fields(id)).containsEntry("state", "REJECTED").containsEntry("problem", "unavailable");
        assertThat(played.market.redis.hdel("set_aside", "request " + id)).isEqualTo(1);
    }

    @Test
    void oneOpeningThatCanNotBeReadDoesNotHideTheOthers() {
        long spoiled = resting(open(played.alice, 1, Direction.LONG, limit(price(1) / 2)));
        long sound = resting(open(played.alice, 1, Direction.LONG, limit(price(1) / 2)));
        played.market.redis.hset(Keys.request(spoiled), Map.of("tif", "x"));
        InPlayRequests requests = new InPlayRequests(played.market.redis, played.jdbi);

        assertThat(requests.restingOpenings(played.alice))
                .extracting(request -> request.id())
                .containsExactly(sound);
        assertThatThrownBy(() -> requests.find(played.alice, spoiled)).isInstanceOf(UnreadableRecordException.class);

        played.market.redis.hset(Keys.request(spoiled), Map.of("tif", "GTC"));
        played.market.redis.hdel("set_aside", "request " + spoiled);
    }

    @Test
    void theBookHasWhenAnOrderWasPlaced() {
        new Flusher(played.market.redis, played.jdbi, 100).drain(SOON);
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price(1) + 50_000)));
        long placed = Long.parseLong(fields(id).getOrDefault("at", ""));
        await().atMost(SOON).until(() -> System.currentTimeMillis() > placed + 5);
        trigger(id, price(1) * 2);

        new Flusher(played.market.redis, played.jdbi, 100).drain(SOON);

        assertThat(played.jdbi.<Long, RuntimeException>withHandle(handle -> handle.select(
                                "SELECT round(extract(epoch FROM at) * 1000)::bigint FROM orders WHERE id = ?", id)
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(placed);
    }

    /** A purchase by alice that rests and is made TRIGGERED without a tick. */
    private long triggered(OrderTerms terms) {
        long id = resting(order(played.alice, 1, Side.BUY, 5, terms));
        played.market.redis.hset(Keys.request(id), Map.of("state", "TRIGGERED"));
        played.market.redis.zadd(Keys.WAITING_TRIGGERED, 1, Long.toString(id));
        return id;
    }

    private void trigger(long id, long price) {
        Leases leases = new Leases(played.market.redis, played.jdbi, "test");
        assertThat(orders.trigger(
                        List.of(new RestingOrders.Trigger(id, InstrumentId.of(1), 1_000_000, price, 0)),
                        leases.acquire("fills-test", SOON).orElseThrow().token(),
                        TestMarket.RULES.limits()))
                .containsExactly(RestingOrders.Triggered.TRIGGERED);
    }

    private TradeOutcome<Requested<SpotOrder>> waits(
            UserId user, long instrument, Side side, long quantity, OrderTerms terms) {
        return played.market.spot.request(request(user, instrument, side, quantity, terms));
    }

    private static <T> long pending(TradeOutcome<Requested<T>> outcome) {
        return ((Requested.Waits<T>) outcome.orThrow()).id();
    }

    @Test
    void closesThatWaitLeaveRoomForOrders() {
        String waiting = "waiting:user:" + played.alice;
        for (int n = 0; n < 200; n++) {
            played.market.redis.sadd(waiting, "close" + n);
        }

        long id = resting(order(played.alice, 1, Side.BUY, 1, limit(price(1) / 2)));

        played.market.redis.del(waiting);
        cancel(played.alice, id).orThrow();
    }
}
