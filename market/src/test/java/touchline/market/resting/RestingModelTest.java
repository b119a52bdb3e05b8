package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Hydration;
import touchline.market.request.Submission;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;

/** Random orders, changes, cancellations, ticks, StopWatches that end and a Redis that is lost: the books stay right. */
class RestingModelTest extends RestingSetup {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theBooksAreRightAfterAnySequence(long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Long> ids = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            UserId user = random.nextBoolean() ? played.alice : played.bob;
            long id = ids.isEmpty() ? 1 : ids.get(random.nextInt(ids.size()));
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> place(random, user, ids);
                case 3 -> cancel(user, id);
                case 7 ->
                    played.market
                            .positions
                            .openOf(user)
                            .forEach(one -> played.market.positions.closeByUser(user, one.id(), Quantity.of(1)));
                case 4 -> replace(random, user, id);
                case 5, 6 -> move(1, Math.max(10_000, price(1) + random.nextInt(80_001) - 40_000));
                default -> loop.round();
            }
            if (step == 30 || step == 90) {
                watch();
            } else if (step == 60) {
                stopWatching();
                assertBooks();
                new Flusher(played.market.redis, played.jdbi, 100).drain(SOON);
                played.market.redis.flushAll();
                assertThat(new Hydration(played.market.redis, played.jdbi, "test")
                                .run(false)
                                .ok())
                        .isTrue();
            }
        }
        assertThat(ids).extracting(this::state).as("some were filled").contains("FILLED");
    }

    @Test
    void theSameTicksTriggerWatchedAndReplayedOrders() throws InterruptedException {
        watch();
        Map<Integer, String> live = play(11);
        stopWatching();
        List<Long> left = orders.of(played.alice);
        left.forEach(id -> cancel(played.alice, id));
        move(1, 1_000_000);

        Map<Integer, String> replayed = play(11);

        assertThat(replayed).isEqualTo(live);
        assertThat(live.values()).anyMatch(tick -> !tick.equals("none"));
    }

    /** Openings with stops, and ticks: the tick that triggered each, counted from the first. */
    private Map<Integer, String> play(long seed) {
        Random random = new Random(seed);
        move(1, 1_000_000);
        long first = seq();
        List<Long> ids = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            long price = price(1);
            if (random.nextInt(3) == 0) {
                boolean up = random.nextBoolean();
                long stop = up ? price + 1 + random.nextInt(40_000) : price - 1 - random.nextInt(40_000);
                ids.add(resting(open(played.alice, 1, up ? Direction.LONG : Direction.SHORT, stop(stop))));
            } else {
                move(1, price + random.nextInt(40_001) - 20_000);
            }
        }
        watchAgain();
        Map<Integer, String> ticks = new LinkedHashMap<>();
        for (int n = 0; n < ids.size(); n++) {
            String tick = fields(ids.get(n)).get("trigger_seq");
            ticks.put(n, tick == null ? "none" : Long.toString(Long.parseLong(tick) - first));
        }
        return ticks;
    }

    /** Waits until every tick is judged, by a StopWatch that starts now where none is running. */
    private void watchAgain() {
        if (!isWatching()) {
            watch();
        }
        String last = played.market.redis.hget("instrument:1", "tick_seq");
        await().atMost(SOON).until(() -> {
            String watched = played.market.redis.hget("stopwatch:watched", "1");
            return watched != null && watched.endsWith("-" + last);
        });
    }

    private long seq() {
        return Long.parseLong(played.market.redis.hget("instrument:1", "tick_seq"));
    }

    private void place(Random random, UserId user, List<Long> ids) {
        long price = price(1);
        long above = price + 1 + random.nextInt(60_000);
        long below = Math.max(1, price - 1 - random.nextInt(60_000));
        boolean buys = random.nextBoolean();
        OrderTerms terms = switch (random.nextInt(3)) {
            case 0 -> limit(buys ? below : above);
            case 1 -> stop(buys ? above : below);
            default ->
                OrderTerms.of(OrderType.STOP_LIMIT, Price.of(price), Price.of(buys ? above : below), TimeInForce.DAY);
        };
        if (random.nextInt(3) == 0) {
            open(user, 1, buys ? Direction.LONG : Direction.SHORT, terms).fold(done -> ids.add(id(done)), why -> false);
        } else {
            order(user, 1, buys ? Side.BUY : Side.SELL, 1 + random.nextInt(20), terms)
                    .fold(done -> ids.add(id(done)), why -> false);
        }
        if (random.nextInt(4) == 0) {
            played.market.spot.place(request(user, 1, Side.BUY, 1 + random.nextInt(10), OrderTerms.MARKET));
        }
    }

    private static long id(Requested<?> requested) {
        return requested instanceof Requested.Rests<?> rests ? rests.id() : 1;
    }

    private void replace(Random random, UserId user, long id) {
        orders.replace(
                user,
                id,
                new RestingOrders.Replacement(
                        Quantity.of(1 + random.nextInt(20)),
                        random.nextBoolean() ? Price.of(Math.max(1, price(1) + random.nextInt(80_001) - 40_000)) : null,
                        null),
                TestMarket.RULES,
                Submission.UNBOUND);
    }
}
