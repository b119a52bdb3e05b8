package touchline.market.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.lease.Leases;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchTimings;
import touchline.market.wallet.UserId;

/** The same book and prices, watched live and swept. */
class SweepEqualsStopWatchTest extends MarginSweepSetup {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theSweepClosesExactlyWhatTheStopWatchWouldHave(long seed) throws Exception {
        StopWatchTimings standard = StopWatchTimings.STANDARD;
        StopWatchTimings timings = new StopWatchTimings(
                standard.lease(), Duration.ofMillis(50), standard.comparisons(), standard.barrier());
        StopWatch watch = new StopWatch(
                connections, market.redis, new Leases(market.redis, jdbi, "watching"), market.positions, timings);
        Thread thread = new Thread(watch);
        thread.start();
        await().atMost(SOON).until(() -> watch.status().watching());
        List<PositionId> watched = play(seed);
        long lastTick = market.instrument(player).seq();
        await().atMost(SOON).until(() -> ("" + market.redis.hget("stopwatch:watched", "1")).endsWith("-" + lastTick));
        Map<Integer, String> live = ends(watched);
        watch.close();
        thread.join();
        market.reopen();
        jdbi.useHandle(handle -> {
            handle.execute(
                    "TRUNCATE cfd_positions, price_ticks, ledger_entries, users, wallets, accounts, instruments");
            handle.execute("UPDATE outbox_offsets SET last_id = '0-0', applied = 0");
        });
        player = market.list(1, 100, 1_000_000, 100_000);

        List<PositionId> slept = play(seed);
        flush();
        sweep("one");

        assertThat(ends(slept)).isEqualTo(live);
        assertThat(live.values()).as("something was breached").anyMatch(close -> !close.equals("open"));
    }

    private List<PositionId> play(long seed) {
        Random random = new Random(seed);
        List<PositionId> opened = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
            market.user("user-" + n, Money.coins(1_000_000));
        }
        long price = 1_000_000;
        for (int step = 0; step < 150; step++) {
            int dice = random.nextInt(6);
            boolean up = random.nextBoolean();
            long stop = up ? price - 1_000 - random.nextInt(60_000) : price + 1_000 + random.nextInt(60_000);
            long take = up ? price + 1_000 + random.nextInt(60_000) : price - 1_000 - random.nextInt(60_000);
            UserId user = UserId.of("user-" + random.nextInt(7));
            if (dice == 0) {
                int leverage = 1 + random.nextInt(20);
                boolean actsBeforeTheWashOut = Math.abs(price - stop) < 400_000 / leverage - 4_000;
                OpenRequest request = new OpenRequest(
                        user,
                        player,
                        up ? Direction.LONG : Direction.SHORT,
                        Quantity.of(1),
                        leverage,
                        actsBeforeTheWashOut && random.nextBoolean() ? Price.of(stop) : null,
                        random.nextBoolean() ? Price.of(take) : null,
                        null,
                        null);
                opened.add(market.positions
                        .open(
                                random.nextInt(3) == 0
                                        ? request.trailing(Price.of(5_000L + random.nextInt(60_000)))
                                        : request)
                        .orThrow()
                        .id());
            } else if (dice == 1 && !opened.isEmpty()) {
                PositionId id = opened.get(random.nextInt(opened.size()));
                Position position = market.positions.find(id).orElseThrow();
                boolean fits = (position.direction() == Direction.LONG) == up;
                market.positions.amend(
                        position.user(),
                        id,
                        fits ? Amendment.to(Price.of(stop)) : Amendment.to(null),
                        new Amendment.Leave());
            } else {
                price += random.nextInt(40_001) - 20_000;
                market.move(player, price);
            }
        }
        market.move(player, price + 1);
        return opened;
    }

    private Map<Integer, String> ends(List<PositionId> opened) {
        Map<Integer, String> ends = new LinkedHashMap<>();
        for (int n = 0; n < opened.size(); n++) {
            Close close = market.positions.find(opened.get(n)).orElseThrow().close();
            ends.put(n, close == null ? "open" : close.reason() + " " + close.price() + " " + close.seq());
        }
        return ends;
    }
}
