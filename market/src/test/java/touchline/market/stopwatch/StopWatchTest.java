package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import touchline.market.money.Price;
import touchline.market.position.Amendment;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;

/** Which ticks close which positions. */
class StopWatchTest extends StopWatchSetup {
    @Test
    void aTickClosesWhatItBreachesAtItsPrice() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);

        move(980_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().closes()).isEqualTo(1));
        await().atMost(SOON).until(() -> market.redis.hexists("stopwatch:watched", "1"));
    }

    @Test
    void whatNobodyWatchedClosesAtTheTickThatBreachedItAndNotAtTodaysPrice() {
        Position position = longWithStop(990_000);
        move(985_000);
        move(970_000);
        move(1_100_000);

        start("one");

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aTickThatWasNotReceivedIsReadBeforeTheNextIsJudged() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);

        moveSilently(985_000);
        move(1_050_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().repaired()).isPositive());
    }

    @Test
    void levelsAreJudgedByTheTicksAfterThemOnly() {
        start("one");
        Position position = longWithStop(900_000);
        moveSilently(985_000);
        market.positions.amend(alice, position.id(), Amendment.to(Price.of(980_000)), new Amendment.Leave());
        move(983_000);
        move(979_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 979_000);
    }

    @Test
    void doubledStaleAndUnreadableMessagesDoNoHarm() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);
        move(995_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":1,\"at\":1}");
        market.redis.publish("price:1", "not json");
        market.redis.publish("price:1", "{\"seq\":\"x\"}");
        market.redis.publish("price:nobody", "{\"id\":\"1\",\"seq\":2,\"price\":1,\"at\":1}");
        market.redis.publish("position:changes", "{\"type\":\"opened\"}");
        market.redis.publish("position:changes", "{\"type\":\"closed\",\"id\":\"424242\"}");

        await().atMost(SOON).until(() -> watch.status().unreadable() >= 4);
        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
        move(989_000);
        assertClosed(position.id(), CloseReason.STOP_LOSS, 989_000);
    }

    @Test
    void aTickWhoseMessageWasLostIsJudgedThoughNoneComesAfterIt() {
        start("one");
        Position position = longWithStop(990_000);

        moveSilently(985_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }
}
