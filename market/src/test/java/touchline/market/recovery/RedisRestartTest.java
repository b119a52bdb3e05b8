package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.money.Quantity;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;

/** A Redis that comes back with its data. */
class RedisRestartTest extends RedisLossSetup {
    @Test
    void whatWasNotInTheBookYetIsNotMissedAndTheRestIsAppliedOnce() throws Exception {
        // The book lags while the primary dies: nothing proves a loss, and a batch that was read before is not applied
        // over the rest.
        nodes.forEach(node -> node.flusher.close());
        acknowledge(10);
        primary.kill();
        primary.startAgain();

        await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        try (RedisClient redis = connect()) {
            AuditReport report = new Audit(redis, jdbi).run();
            assertThat(report.ok()).as(report.toString()).isTrue();
        }
    }

    @Test
    void aRedisThatComesBackWithEverythingOpensByItself() throws Exception {
        acknowledge(5);
        primary.kill();
        assertThat(nodes).noneMatch(Node::trades);
        assertThat(nodes.get(0).monitor.shut())
                .hasValueSatisfying(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.STORE_UNAVAILABLE));

        primary.startAgain();

        await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        await().atMost(SOON).until(() -> nodes.get(1).monitor.shut().isEmpty());
    }

    @Test
    void noOrderIsTakenBeforeARestartedRedisIsCompared() throws Exception {
        nodes.forEach(Node::close);
        try (RedisClient redis = RedisClient.create(URI.create(address.url()))) {
            SpotTrading spot = new SpotTrading(redis, rules());
            primary.kill();
            primary.startAgain();
            OrderRequest order = new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(1), null, null);
            await().atMost(SOON).ignoreExceptions().until(() -> redis.ping().equals("PONG"));

            assertThat(spot.place(order).<Boolean>match(taken -> true, refused -> false))
                    .isFalse();
            assertThat(new Epoch(redis, jdbi).shut())
                    .hasValueSatisfying(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.STORE_CHANGED));
            assertThat(new Epoch(redis, jdbi).open()).isEmpty();
            assertThat(spot.place(order).<Boolean>match(taken -> true, refused -> false))
                    .isTrue();
        }
    }
}
