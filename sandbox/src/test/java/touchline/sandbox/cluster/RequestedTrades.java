package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import redis.clients.jedis.params.ZAddParams;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** Requests of a user during a match, accepted by one node. Only {@link #makeDue} makes them due. */
final class RequestedTrades {
    private static final int ORDERS = 24;
    private static final String USER = "alice";

    private final MarketCluster cluster;
    private final Client client = new Client(USER);
    private final List<String> orders = new ArrayList<>();
    private final List<String> positions = new ArrayList<>();

    /** Lists an instrument in a live match and requests orders and positions in it. */
    RequestedTrades(MarketCluster cluster, MarketNode node) throws Exception {
        this.cluster = cluster;
        new Instruments(cluster.redis)
                .list(new Listing(InstrumentId.of(1), "P", 1, "T", "Midfielder", Price.of(1_000_000), 100_000));
        cluster.redis.hset("instrument:1", "fixture_id", "9");
        cluster.redis.hset("fixture:9", "live", "1");
        for (int n = 0; n < ORDERS; n++) {
            orders.add(request(node, "/v1/orders", n, "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}"));
            if (n % 2 == 0) {
                positions.add(request(
                        node,
                        "/v1/positions",
                        n,
                        "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":5}"));
            }
        }
    }

    /** Makes half of them due. */
    void makeHalfDue() {
        makeDue(ORDERS / 2);
    }

    /** Waits until all are executed. */
    void awaitExecution() {
        // Again and again: a request that no node executes within half a minute of its time is refused.
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            makeDue(Integer.MAX_VALUE);
            return cluster.redis.zcard("waiting") == 0;
        });
    }

    /** Each order is filled, as a node sees it. */
    void assertFilled(MarketNode node) throws Exception {
        for (String order : orders) {
            assertThat(client.get(node.port(), "/v1/orders/" + order)
                            .body()
                            .get("state")
                            .asText())
                    .isEqualTo("FILLED");
        }
    }

    /** Each is in the book once, and the instrument has left its match, which the book doesn't know. */
    void assertInTheBookOnce() {
        cluster.redis.hdel("instrument:1", "fixture_id");
        assertThat(cluster.redis.hget("holding:" + USER, "1")).isEqualTo(Integer.toString(ORDERS));
        assertThat(ids("SELECT id::text FROM orders WHERE state = 'FILLED' AND user_id = '" + USER + "'"))
                .isEqualTo(new TreeSet<>(orders));
        assertThat(ids("SELECT id::text FROM cfd_positions WHERE user_id = '" + USER + "'"))
                .isEqualTo(new TreeSet<>(positions));
    }

    private String request(MarketNode node, String path, int n, String body) throws Exception {
        Client.Answer answer = client.post(node.port(), path, path + n, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().get("id").textValue();
    }

    private void makeDue(int most) {
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

    private Set<String> ids(String sql) {
        List<String> ids = cluster.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
        return new TreeSet<>(ids);
    }
}
