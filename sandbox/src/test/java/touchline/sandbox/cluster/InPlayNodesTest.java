package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.params.ZAddParams;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.sandbox.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Requests that a killed node accepted are executed by another, each once. The test makes them due. */
@ExtendWith(StoresExtension.class)
class InPlayNodesTest {
    private static final int ORDERS = 24;
    private static final Duration SOON = Duration.ofMinutes(3);

    @Test
    void requestsOfAKilledNodeAreExecutedOnceByAnother(TestStores stores) throws Exception {
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40)) {
            Map<String, String> still =
                    Map.of("SPORTMONKS_API_KEY", "", "BOT_ENABLED", "0", "MARKET_IN_PLAY_DELAY", "60s");
            MarketNodeProcess killed = cluster.node(still);
            MarketNodeProcess other = cluster.node(still);
            new Instruments(cluster.redis)
                    .list(new Listing(InstrumentId.of(1), "P", 1, "T", "Midfielder", Price.of(1_000_000), 100_000));
            cluster.redis.hset("instrument:1", "fixture_id", "9");
            cluster.redis.hset("fixture:9", "live", "1");
            Client alice = new Client("alice");
            List<String> orders = new ArrayList<>();
            List<String> positions = new ArrayList<>();
            for (int n = 0; n < ORDERS; n++) {
                orders.add(request(
                        alice, killed, "/v1/orders", n, "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}"));
                if (n % 2 == 0) {
                    positions.add(request(
                            alice,
                            killed,
                            "/v1/positions",
                            n,
                            "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":5}"));
                }
            }

            makeDue(cluster, ORDERS / 2); // some while both nodes run, so that the kill may interrupt one
            killed.kill();
            // Again and again: a request that no node executes within half a minute of its time is refused.
            await().atMost(SOON).until(() -> {
                makeDue(cluster, Integer.MAX_VALUE);
                return cluster.redis.zcard("waiting") == 0;
            });

            for (String order : orders) {
                assertThat(alice.get(other.port(), "/v1/orders/" + order)
                                .body()
                                .get("state")
                                .asText())
                        .isEqualTo("FILLED");
            }
            other.stop();
            cluster.redis.hdel("instrument:1", "fixture_id"); // the book has no such match
            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
            assertThat(cluster.redis.hget("holding:alice", "1")).isEqualTo(Integer.toString(ORDERS));
            assertThat(ids(cluster, "SELECT id::text FROM orders WHERE state = 'FILLED'"))
                    .isEqualTo(new TreeSet<>(orders));
            assertThat(ids(cluster, "SELECT id::text FROM cfd_positions")).isEqualTo(new TreeSet<>(positions));
        }
    }

    private static String request(Client client, MarketNodeProcess node, String path, int n, String body)
            throws Exception {
        Client.Answer answer = client.post(node.port(), path, path + n, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().get("id").textValue();
    }

    private static void makeDue(MarketCluster cluster, int most) {
        String due = Long.toString(System.currentTimeMillis() - 1);
        for (String id : cluster.redis.zrange("waiting", 0, most - 1L)) {
            cluster.redis.hset("request:" + id, "execute_at", due);
            cluster.redis.zadd(
                    "waiting",
                    Double.parseDouble(due),
                    id,
                    ZAddParams.zAddParams().xx());
        }
    }

    private static Set<String> ids(MarketCluster cluster, String sql) {
        List<String> ids = cluster.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
        return new TreeSet<>(ids);
    }
}
