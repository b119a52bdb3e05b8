package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.request.Submission;

/** The same book and prices, watched live and replayed. */
class LiveEqualsReplayTest extends StopWatchSetup {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void liveEqualsReplay(long seed) {
        start("one");
        Map<Long, String> live = play(seed, Judging.LIVE);
        StopWatch watch = running.remove(0);
        close(watch);
        await().atMost(SOON).until(() -> !watch.status().watching()); // it must not meddle with what is replayed
        market.reopen();
        open();
        Map<Long, String> replayed = play(seed, Judging.REPLAY);
        market.reopen();
        open();
        Map<Long, String> asked = play(seed, Judging.USERS_CLOSE);

        assertThat(replayed).isEqualTo(live);
        assertThat(asked).isEqualTo(live);
        assertThat(live.values()).as("something was breached").anyMatch(close -> !close.equals("open"));
    }

    private enum Judging {
        /** By the StopWatch, with lost messages. */
        LIVE,
        /** Afterwards. */
        REPLAY,
        /** By scripts, as users close their positions afterwards. */
        USERS_CLOSE
    }

    /** The same book and the same prices: how each position ended, other than by its user. */
    private Map<Long, String> play(long seed, Judging judging) {
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
                opened.add(open(
                        up ? Direction.LONG : Direction.SHORT,
                        leverage,
                        actsBeforeTheWashOut ? stop : null,
                        random.nextBoolean() ? take : null,
                        random.nextBoolean() ? null : 1_000L + random.nextInt(60_000)));
            } else if (!opened.isEmpty() && random.nextInt(4) == 0) {
                // Moves a trailing stop, or keeps it and takes the target away.
                market.positions.amend(
                        alice,
                        opened.get(random.nextInt(opened.size())),
                        new Amendment.Leave(),
                        Amendment.to(null),
                        random.nextBoolean()
                                ? new Amendment.Leave()
                                : Amendment.to(Price.of(1_000L + random.nextInt(60_000))),
                        Submission.UNBOUND);
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
        move(price + 1); // the message by which the last lost ones are missed
        switch (judging) {
            case LIVE -> await().atMost(SOON).until(() -> opened.stream().noneMatch(this::isOverdue));
            case REPLAY ->
                new MarginReplay(market.positions, new TickTape(market.redis)).replayInstruments(List.of(player));
            case USERS_CLOSE -> opened.forEach(id -> market.positions.closeByUser(alice, id));
        }
        Map<Long, String> ends = new LinkedHashMap<>();
        for (int n = 0; n < opened.size(); n++) {
            Close close = market.positions.find(opened.get(n)).orElseThrow().close();
            ends.put(
                    (long) n,
                    close == null || close.reason() == CloseReason.USER
                            ? "open"
                            : close.reason() + " " + close.price() + " " + close.seq());
        }
        return ends;
    }

    private PositionId open(
            Direction direction, int leverage, @Nullable Long stop, @Nullable Long take, @Nullable Long trailing) {
        OpenRequest request = new OpenRequest(
                alice,
                player,
                direction,
                Quantity.of(1),
                leverage,
                stop == null ? null : Price.of(stop),
                take == null ? null : Price.of(take),
                null,
                null);
        return market.positions
                .open(trailing == null ? request : request.trailing(Price.of(trailing)))
                .orThrow()
                .id();
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
