package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.route.Receipt;
import touchline.market.MarketRules;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.script.RedisClock;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Three nodes on the same stores: nothing runs twice, and others take over from a suspended or killed node. */
@ExtendWith(StoresExtension.class)
class TwoNodesTest {
    private static final InstrumentId PLAYER = InstrumentId.of(999_000_001);
    private static final String LAST_POLLER =
            "SELECT node FROM job_executions WHERE job_name = 'poll' AND outcome = 'SUCCEEDED' ORDER BY id DESC LIMIT 1";

    @Test
    void eachJobFiresOnceAndBothPollerAndStopWatchAreTakenOver(TestStores stores) throws Exception {
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40)) {
            Map<Long, MarketNodeProcess> nodes = new HashMap<>();
            for (int n = 0; n < 3; n++) {
                MarketNodeProcess node = cluster.node(Map.of());
                nodes.put(node.pid(), node);
            }
            try {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> cluster.count(
                                        "SELECT count(*) FROM job_executions WHERE job_name = 'tick' AND outcome = 'SUCCEEDED'")
                                > 5);

                // In no match, so that no settlement closes its trades.
                new Instruments(cluster.redis)
                        .list(new Listing(
                                PLAYER, "Free Agent", 999, "No Team", "Midfielder", Price.of(1_000_000), 100_000));
                suspendANodeAndSeeItExecuteNothingStale(cluster, List.copyOf(nodes.values()));
                killThePollerAndSeeAnotherPoll(cluster, nodes);
                killTheStopWatchAndSeeItsBreachesClosedByAnother(cluster, nodes);

                List<String> twice = cluster.jdbi.withHandle(
                        handle -> handle.createQuery("""
                                SELECT job_name || ' ' || scheduled_at FROM job_executions
                                WHERE NOT recovering GROUP BY job_name, trigger_name, scheduled_at, attempt HAVING count(*) > 1
                                """).mapTo(String.class).list());
                assertThat(twice).as("runs of one job for one time").isEmpty();
            } finally {
                for (MarketNodeProcess node : nodes.values()) {
                    node.stop();
                }
            }
            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
        }
    }

    private static void suspendANodeAndSeeItExecuteNothingStale(MarketCluster cluster, List<MarketNodeProcess> nodes)
            throws Exception {
        MarketNodeProcess suspended = nodes.get(0);
        MarketNodeProcess other = nodes.get(1);
        Client client = new Client("patient", Duration.ofMinutes(2));
        assertThat(client.get(other.port(), "/v1/me").status()).isEqualTo(200);
        Instrument player = new Instruments(cluster.redis).find(PLAYER).orElseThrow();
        long most = Money.coins(6_000).tenThousandths() / player.price().tenThousandths();
        assertThat(order(client, other, player, "BUY", most, "first").status()).isEqualTo(201);

        suspended.suspend();
        long suspendedAt = RedisClock.now(cluster.redis);
        ExecutorService waiting = Executors.newFixedThreadPool(2);
        try {
            // The kernel of the suspended node accepts both.
            Future<Client.Answer> keyed =
                    waiting.submit(() -> order(client, suspended, player, "BUY", most, "repeated"));
            Future<Client.Answer> unkeyed = waiting.submit(() -> order(client, suspended, player, "BUY", 1, null));
            Client.Answer refused = order(client, other, player, "BUY", most, "repeated");
            assertThat(refused.body().path("type").textValue()).isEqualTo("insufficient-funds");
            assertThat(order(client, other, player, "SELL", most, "sold").status())
                    .isEqualTo(201);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> RedisClock.now(cluster.redis) - suspendedAt
                            > Receipt.EXECUTABLE.plusSeconds(2).toMillis());
            suspended.resume();

            assertThat(keyed.get(60, TimeUnit.SECONDS).body()).isEqualTo(refused.body());
            assertThat(unkeyed.get(60, TimeUnit.SECONDS).body().path("type").textValue())
                    .isEqualTo("unavailable");
        } finally {
            suspended.resume();
            waiting.shutdownNow();
        }
        assertThat(cluster.redis.hget("holding:patient", player.id().toString()))
                .isNull();
    }

    private static Client.Answer order(
            Client client, MarketNodeProcess node, Instrument player, String side, long quantity, @Nullable String key)
            throws Exception {
        return client.post(
                node.port(),
                "/v1/orders",
                key,
                "{\"instrumentId\":\"" + player.id() + "\",\"side\":\"" + side + "\",\"quantity\":" + quantity + "}");
    }

    private static void killThePollerAndSeeAnotherPoll(MarketCluster cluster, Map<Long, MarketNodeProcess> nodes)
            throws Exception {
        String poller = cluster.jdbi.withHandle(
                handle -> handle.createQuery(LAST_POLLER).mapTo(String.class).one());
        kill(poller, nodes);
        long last = cluster.count("SELECT max(id) FROM job_executions");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_executions WHERE job_name = 'poll' AND outcome = 'SUCCEEDED' AND id > "
                                        + last + " AND node <> '" + poller + "'")
                        > 0);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'RUNNING' AND node = '"
                                + poller + "'")
                        == 0);
    }

    private static void killTheStopWatchAndSeeItsBreachesClosedByAnother(
            MarketCluster cluster, Map<Long, MarketNodeProcess> nodes) throws Exception {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            String held = cluster.redis.get("lease:stop-watcher");
            return held != null && nodes.containsKey(process(held));
        });
        MarketRules rules = MarketRules.standard();
        Positions positions = new Positions(cluster.redis, rules);
        SpotTrading spot = new SpotTrading(cluster.redis, rules);
        UserId whale = UserId.of("whale");
        new Wallets(cluster.redis)
                .open(whale, "whale", UserKind.HUMAN, Money.coins(50_000_000))
                .orThrow();
        InstrumentId player = PLAYER;
        Price price = new Instruments(cluster.redis).find(player).orElseThrow().price();
        Position position = positions
                .open(new OpenRequest(
                        whale,
                        player,
                        Direction.SHORT,
                        Quantity.of(10),
                        2,
                        Price.of(price.tenThousandths() + price.tenThousandths() / 50),
                        null,
                        null,
                        null))
                .orThrow();

        String holder = cluster.redis.get("lease:stop-watcher");
        kill(holder, nodes);
        // No StopWatch is active: the price passes the stop-loss and returns.
        spot.place(new OrderRequest(whale, player, Side.BUY, Quantity.of(5_000), null, null))
                .orThrow();
        spot.place(new OrderRequest(whale, player, Side.SELL, Quantity.of(5_000), null, null))
                .orThrow();

        await().atMost(Duration.ofMinutes(3)).until(() -> {
            String now = cluster.redis.get("lease:stop-watcher");
            return now != null && !now.equals(holder);
        });
        await().atMost(Duration.ofMinutes(3))
                .until(() -> positions.find(position.id()).orElseThrow().close() != null);
        Position closed = positions.find(position.id()).orElseThrow();
        assertThat(closed.close()).isNotNull();
        assertThat(closed.close() == null ? null : closed.close().reason()).isEqualTo(CloseReason.STOP_LOSS);
    }

    private static void kill(String name, Map<Long, MarketNodeProcess> nodes) throws InterruptedException {
        MarketNodeProcess found = nodes.remove(process(name));
        assertThat(found).as("no node of ours is called " + name).isNotNull();
        if (found != null) {
            found.kill();
        }
    }

    /** Nodes carry their process' id in their names, as {@code host-pid-random}. */
    private static long process(String name) {
        String node = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        String[] parts = node.split("-", -1);
        return Long.parseLong(parts[parts.length - 2]);
    }
}
