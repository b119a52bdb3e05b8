package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;

/** Prices and positions that another program publishes, writes or deletes. */
class ForeignWritesTest extends StopWatchSetup {
    @Test
    void aPricePublishedByHandIsJudgedThoughTheStreamDoesNotHaveIt() {
        start("one");
        Position position = longWithStop(990_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":900000,\"at\":1}");

        assertClosed(position.id(), CloseReason.STOP_LOSS, 900_000);
    }

    @Test
    void aPricePublishedByHandIsWrittenDownSoThatAReplayKnowsOfIt() {
        start("one");
        open(Direction.LONG, 2, 900_000L, null);
        Position first = longWithStop(990_000);
        Position second = longWithStop(960_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":995000,\"at\":1}");
        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":2,\"price\":980000,\"at\":2}");

        assertClosed(first.id(), CloseReason.STOP_LOSS, 980_000);
        move(950_000);
        assertClosed(second.id(), CloseReason.STOP_LOSS, 950_000);
        Ticks ticks = new TickTape(market.redis).after(player, TickOffset.NONE);
        assertThat(ticks.size()).isEqualTo(3);
        assertThat(List.of(ticks.price(0), ticks.price(1), ticks.price(2)))
                .containsExactly(995_000L, 980_000L, 950_000L);
        assertThat(market.instrument(player).seq()).isEqualTo(3);
        assertThat(MarginReplay.firstBreach(first, ticks).orElseThrow().price()).isEqualTo(Price.of(980_000));
    }

    @Test
    void whatIsPublishedUnderTheNumberOfAnotherTickClosesNothingAtItsPrice() {
        start("one");
        Position position = longWithStop(990_000);
        moveSilently(985_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":900000,\"at\":1}");

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aPricePublishedFarAheadHidesNoTick() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1000000,\"price\":900000,\"at\":1}");
        await().atMost(SOON).until(() -> watch.status().unreadable() == 1);
        move(985_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aPositionThatSomebodyWroteWithoutTellingIsJudgedByEveryTickAfterItsOpening() {
        StopWatch watch = start("one");
        Position model = open(Direction.LONG, 2, 900_000L, null);
        PositionId foreign = PositionId.of(777);
        Map<String, String> hash = new LinkedHashMap<>(market.redis.hgetAll("position:" + model.id()));
        hash.put("levels", "0:990000:0");
        hash.put("stop_loss", "990000");
        market.redis.hset("position:777", hash);
        market.redis.hincrBy("wallet:alice", "held", model.margin().tenThousandths());
        market.redis.sadd("positions:user:alice", "777");
        market.redis.sadd("positions:instrument:1", "777");

        move(995_000);
        move(985_000);
        move(1_050_000);

        assertClosed(foreign, CloseReason.STOP_LOSS, 985_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().mended()).isPositive());
    }

    @Test
    void aPositionThatSomebodyTookAwayIsNotWatchedAnyMore() {
        StopWatch watch = start("one");
        Position gone = longWithStop(990_000);
        await().atMost(SOON).until(() -> watch.status().open() == 1);

        market.redis.del("position:" + gone.id());
        market.redis.srem("positions:instrument:1", gone.id().toString());

        await().atMost(SOON).until(() -> watch.status().open() == 0);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().mended()).isEqualTo(1));
    }

    @Test
    void aPositionThatCannotBeReadKeepsNobodyFromTheOthers() {
        Position invalid = longWithStop(990_000);
        Position sound = longWithStop(990_000);
        market.redis.hdel("position:" + invalid.id(), "wash_out");

        StopWatch watch = start("one");
        move(980_000);

        assertClosed(sound.id(), CloseReason.STOP_LOSS, 980_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().unreadable()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"positions:instrument:2", "resting:instrument:2"})
    void theIndexOfAnInstrumentThatIsOverwrittenKeepsNobodyFromTheOthers(String index) {
        market.list(2, 100, 1_000_000, 100_000);
        Position before = longWithStop(990_000);
        market.redis.set(index, "overwritten");
        StopWatch watch = start("one");
        move(980_000);
        assertClosed(before.id(), CloseReason.STOP_LOSS, 980_000);

        Position silent = longWithStop(970_000);
        await().atMost(SOON).until(() -> watch.status().open() == 1);
        market.redis.del("position:" + silent.id());
        market.redis.srem("positions:instrument:1", silent.id().toString());

        await().atMost(SOON).until(() -> watch.status().open() == 0);
        assertThat(market.redis.hkeys("set_aside")).singleElement().asString().contains("instrument");
    }

    @Test
    void aPositionThatCannotBePaidOutIsLeftAndNamedOnceATickBreachesIt() {
        Position invalid = longWithStop(990_000);
        Position sound = longWithStop(990_000);
        market.redis.hdel("position:" + invalid.id(), "margin");

        StopWatch watch = start("one");
        move(980_000);

        assertClosed(sound.id(), CloseReason.STOP_LOSS, 980_000);
        await().atMost(SOON).until(() -> market.redis.hexists("set_aside", "position " + invalid.id()));
        assertThat(watch.status().unreadable()).isEqualTo(1);
        assertThat(market.redis.exists("position:" + invalid.id())).isTrue();
    }

    @Test
    void aTrailingStopFollowsNoPriceThatItsStreamDoesNotHave() {
        start("one");
        Position position = longTrailing(30_000);
        moveSilently(1_010_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":1100000,\"at\":1}");
        move(1_060_000);
        move(1_075_000);
        move(1_040_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 1_040_000);
    }
}
