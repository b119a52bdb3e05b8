package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.money.Money;
import touchline.market.position.Close;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;

/** The same book and prices, watched live and replayed. */
class LiveEqualsReplayTest extends StopWatchSetup {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void liveEqualsReplay(long seed) {
        start("one");
        Map<Long, String> live = play(seed, true);
        StopWatch watch = running.remove(0);
        close(watch);
        await().atMost(SOON).until(() -> !watch.status().watching()); // it must not meddle with what is replayed
        market.reopen();
        open();
        Map<Long, String> replayed = play(seed, false);

        assertThat(replayed).isEqualTo(live);
        assertThat(live.values()).as("something was breached").anyMatch(close -> !close.equals("open"));
    }

    /** The same book and the same prices, watched live with lost messages, or replayed afterwards: how each position ended. */
    private Map<Long, String> play(long seed, boolean live) {
        Random random = new Random(seed);
        List<PositionId> opened = new ArrayList<>();
        long price = 1_000_000;
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(3) == 0) {
                boolean up = random.nextBoolean();
                long stop = up ? price - 1_000 - random.nextInt(60_000) : price + 1_000 + random.nextInt(60_000);
                long take = up ? price + 1_000 + random.nextInt(60_000) : price - 1_000 - random.nextInt(60_000);
                int leverage = 1 + random.nextInt(20);
                boolean actsBeforeTheWashOut = Math.abs(price - stop) < 400_000 / leverage - 4_000;
                opened.add(
                        open(up ? Direction.LONG : Direction.SHORT, leverage, actsBeforeTheWashOut ? stop : null, take)
                                .id());
            } else {
                price += random.nextInt(40_001) - 20_000;
                boolean lost = random.nextInt(5) == 0;
                if (lost) {
                    moveSilently(price);
                } else {
                    move(price);
                }
            }
        }
        if (live) {
            move(price + 1); // the message by which the last lost ones are missed
            await().atMost(SOON).until(() -> opened.stream().noneMatch(this::isOverdue));
        } else {
            move(price + 1);
            new MarginReplay(market.positions, new TickTape(market.redis)).replayInstruments(List.of(player));
        }
        Map<Long, String> ends = new LinkedHashMap<>();
        for (int n = 0; n < opened.size(); n++) {
            Close close = market.positions.find(opened.get(n)).orElseThrow().close();
            ends.put((long) n, close == null ? "open" : close.reason() + " " + close.price() + " " + close.seq());
        }
        return ends;
    }

    /** Whether a position is open though a tick has breached it. */
    private boolean isOverdue(PositionId id) {
        Position position = market.positions.find(id).orElseThrow();
        return position.close() == null
                && MarginReplay.firstBreach(position, new TickTape(market.redis).after(player, TickOffset.NONE))
                        .isPresent();
    }

    private void open() {
        player = market.list(1, 100, 1_000_000, 100_000);
        alice = market.user("alice", Money.coins(10_000_000));
    }

    private static void close(StopWatch watch) {
        watch.close();
    }
}
