package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import touchline.market.money.Quantity;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.store.RedisConnections;
import touchline.stores.redis.RedisProcess;

/** A primary that another has replaced. */
class FormerPrimaryTest extends RedisLossSetup {
    @Test
    void aFormerPrimaryThatIsStillThereIsShutOnceAnotherHasTakenItsPlace() throws Exception {
        try (RedisProcess replica = RedisProcess.start(directory.resolve("replica"));
                Jedis standby = replica.connect();
                RedisClient former = RedisClient.create(URI.create(primary.url()))) {
            standby.replicaof("127.0.0.1", primary.port());
            await().atMost(SOON).until(() -> standby.info("replication").contains("master_link_status:up"));
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
            await().atMost(SOON).until(() -> sameEnd(standby));
            standby.replicaofNoOne();
            address.pointAt(replica.port());
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));

            assertThat(new Epoch(former, jdbi).open())
                    .hasValueSatisfying(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.REBUILD_NEEDED));
            assertThat(new SpotTrading(former, rules())
                            .place(new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(1), null, null))
                            .<Boolean>match(taken -> true, refused -> false))
                    .isFalse();
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        }
    }

    /** As where a replica is promoted, can't open the market without a replica of its own, and the former primary is promoted again. */
    @Test
    void aFormerPrimaryGoesOnWhereNoOtherWasOpenedMeanwhile() throws Exception {
        try (RedisProcess replica = RedisProcess.start(directory.resolve("replica"));
                Jedis standby = replica.connect()) {
            standby.replicaof("127.0.0.1", primary.port());
            await().atMost(SOON).until(() -> standby.info("replication").contains("master_link_status:up"));
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
            await().atMost(SOON).until(() -> sameEnd(standby));
            standby.replicaofNoOne();
            standby.configSet("min-replicas-to-write", "1");
            String promoted = replicationId(standby);
            address.pointAt(replica.port());
            await().atMost(SOON).until(() -> confirmedServer().equals(promoted));
            assertThat(nodes).noneMatch(Node::trades);
            for (Node node : nodes) { // an attempt to open it that is cut off may have succeeded
                node.stopWatching();
            }

            address.pointAt(primary.port());
            nodes.add(new Node());

            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        }
    }

    private static String replicationId(Jedis server) {
        return server.info("replication")
                .lines()
                .filter(line -> line.startsWith("master_replid:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElseThrow();
    }

    private String confirmedServer() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT min(confirmed_server) FROM outbox_offsets")
                .mapTo(String.class)
                .one());
    }

    @Test
    void aConnectionToAReplicaIsNotUsedAgain() throws Exception {
        try (RedisClient redis = RedisConnections.to(primary.url()).pool("test", 2);
                Jedis admin = primary.connect()) {
            String before = id(redis);
            assertThat(id(redis)).as("kept otherwise").isEqualTo(before);
            assertThatThrownBy(() -> redis.incr("market")).hasMessageContaining("WRONGTYPE");
            assertThat(id(redis)).as("kept after any other refusal").isEqualTo(before);

            admin.replicaof("127.0.0.1", 1);
            assertThatThrownBy(() -> redis.set("x", "y")).hasMessageContaining("READONLY");
            assertThat(id(redis)).isNotEqualTo(before);
            String second = id(redis);
            assertThatThrownBy(() -> redis.eval("redis.call('SET', 'x', 'y')")).hasMessageContaining("READONLY");
            assertThat(id(redis)).isNotEqualTo(second);
            admin.replicaofNoOne();
        }
    }

    private static String id(RedisClient redis) {
        return String.valueOf(redis.executeCommand(new CommandArguments(Protocol.Command.CLIENT).add("ID")));
    }
}
