package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.money.Quantity;
import touchline.market.outbox.OutboxLags;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.stores.redis.RedisProcess;

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

    @Test
    void whatNeitherStoreHasIsNamedAndItsIdsAreNotGivenOutAgain() throws Exception {
        try (RedisProcess replica = RedisProcess.start(directory.resolve("replica"));
                Jedis standby = replica.connect()) {
            standby.replicaof("127.0.0.1", primary.port());
            await().atMost(SOON).until(() -> standby.info("replication").contains("master_link_status:up"));
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
            OutboxLags lags = new OutboxLags(nodes.get(0).redis, jdbi);
            await().atMost(SOON).until(() -> sameEnd(standby) && lags.total().isDrained());
            for (Node node : nodes) {
                node.stopFlushing();
            }
            standby.replicaofNoOne();
            long before = Long.parseLong(standby.hget("outbox:written", "outbox:trades"));
            acknowledge(10);
            await().atMost(SOON)
                    .until(() -> nodes.stream()
                            .allMatch(node -> node.witness.after(before).size() == 10));

            primary.kill();
            address.pointAt(replica.port());

            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
            List<Long> lost = jdbi.withHandle(handle -> handle.createQuery(
                            "SELECT cast(reference AS bigint) FROM lost_entries WHERE type = 'order' AND user_id = 'alice' ORDER BY entry")
                    .mapTo(Long.class)
                    .list());
            assertThat(lost).hasSize(10);
            try (RedisClient redis = connect()) {
                List<Long> since = redis.xrange("outbox:trades", "-", "+").stream()
                        .filter(entry -> Long.parseLong(entry.getFields().get("entry")) > before)
                        .map(entry -> Long.parseLong(entry.getFields().get("reference")))
                        .toList();
                assertThat(since).isNotEmpty().doesNotContainAnyElementsOf(lost);
            }
        }
    }
}
