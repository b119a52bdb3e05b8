package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.key.Keys;
import touchline.market.money.Quantity;
import touchline.market.request.Submission;
import touchline.market.spot.Side;

/** Nodes of a version that knows no resting orders run beside those of this one. */
class RestingUpgradeTest extends RestingSetup {

    @Test
    void requestsOfNewKindsWaitWhereOldNodesDoNotLook() {
        played.market
                .spot
                .request(request(played.bob, 5, Side.BUY, 3, limit(price(5) / 2)))
                .orThrow();
        played.market.positions.requestClose(played.alice, played.open.id(), Quantity.of(2), Submission.UNBOUND);
        played.market
                .spot
                .request(request(played.bob, 5, Side.BUY, 3, OrderTerms.MARKET))
                .orThrow();

        assertThat(played.market.redis.zcard(Keys.WAITING)).isEqualTo(1);
        assertThat(played.market.redis.zcard(Keys.WAITING_ORDERS)).isEqualTo(2);
    }

    @Test
    void ticksThatAnOldStopWatchHasJudgedTriggerThem() {
        long price = price(1);
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price + 50_000)));
        move(1, price + 60_000);
        move(1, price);
        List<String> last = played.market.redis.hmget("instrument:1", "tick_at", "tick_seq");
        played.market.redis.hset(Keys.WATCHED_OFFSETS, "1", last.get(0) + "-" + last.get(1));

        watch();

        awaitState(id, "FILLED");
    }

    @Test
    void triggeredOrdersThatAreInNoQueueAreNamedByTheAuditAndQueuedAgain() throws InterruptedException {
        long price = price(1);
        long id = resting(order(played.alice, 1, Side.BUY, 5, stop(price + 50_000)));
        watch();
        played.market.redis.hset(Keys.HALTS, "market", "EVERYTHING||OPERATOR|test");
        move(1, price + 60_000);
        awaitState(id, "TRIGGERED");

        stopWatching(); // it queues such orders again from time to time
        Keys.REQUEST_QUEUES.forEach(queue -> played.market.redis.zrem(queue, Long.toString(id)));
        AuditReport report = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        assertThat(report.toString()).contains("request " + id + " is triggered and in no queue");

        watch();
        played.market.redis.hdel(Keys.HALTS, "market");
        awaitState(id, "FILLED");
    }
}
