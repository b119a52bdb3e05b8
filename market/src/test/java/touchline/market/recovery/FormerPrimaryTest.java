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
