package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * Two nodes, one of which flushes, and a standalone flusher, under load. The node is stopped by SIGTERM, the other flusher killed: one is enough, and without any
 * no new order is accepted until one starts.
 */
@ExtendWith(StoresExtension.class)
class FlusherNodesTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final boolean LONG_ONE = System.getProperty("chaos") != null;
    private static final String STOPPED = "stopped-under-load";
    private static final int PLAYER = 424_242;
    private static final Map<String, String> QUIET =
            Map.of("SPORTMONKS_API_KEY", "", "BOT_ENABLED", "0", "FLUSHER_EMBEDDED", "0", "FLUSHER_LIMIT", "3s");
    private static final String ORDER = "{\"instrumentId\":\"" + PLAYER + "\",\"side\":\"BUY\",\"quantity\":1}";
    private static final String POSITION =
            "{\"instrumentId\":\"" + PLAYER + "\",\"direction\":\"SHORT\",\"quantity\":1,\"leverage\":2}";

    @Test
    void oneFlusherIsEnoughAndWithoutOneNoOrderIsAccepted(TestStores stores) throws Exception {
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40)) {
            MarketNodeProcess flushing = cluster.node(with("FLUSHER_EMBEDDED", "1", "NODE_NAME", STOPPED));
            await().atMost(SOON).until(() -> holder(cluster).startsWith(STOPPED)); // before another node can be faster
            MarketNode node = cluster.localNode(QUIET);
            openTheMarket(cluster);
            Process alone = flusher(cluster);
            restartBothForAnOperator(cluster);

            AtomicInteger port = new AtomicInteger(node.port());
            Traffic traffic = new Traffic("alice", port, List.of(PLAYER), 7);
            Thread trader = new Thread(traffic);
            trader.start();
            Client bob = new Client("bob");
            // With this limit and traffic the book may be too far behind for a moment.
            await().atMost(SOON)
                    .until(() -> bob.post(node.port(), "/v1/positions", "bob-1", POSITION)
                                    .status()
                            == 201);
            String position = bob.post(node.port(), "/v1/positions", "bob-1", POSITION)
                    .body()
                    .get("id")
                    .textValue();
            awaitMoreInTheBook(cluster);
            Traffic stopped = stopUnderLoad(cluster, flushing, node);
            awaitMoreInTheBook(cluster);
            alone.destroyForcibly().waitFor();

            await().atMost(SOON)
                    .until(() -> bob.get(node.port(), "/v1/status")
                            .body()
                            .get("trading")
                            .textValue()
                            .equals("closed"));
            Client.Answer refused = bob.post(node.port(), "/v1/orders", "bob-2", ORDER);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().get("type").textValue()).isEqualTo("unavailable");
            assertThat(refused.retryAfter()).isNotEmpty();
            assertThat(bob.post(node.port(), "/v1/positions", "bob-3", POSITION).status())
                    .isEqualTo(503);
            assertThat(bob.post(node.port(), "/v1/positions/" + position + "/close", null, "{}")
                            .status())
                    .as("closes continue")
                    .isEqualTo(200);
            await().atMost(SOON)
                    .until(() -> cluster.count("SELECT count(*) FROM job_alerts WHERE rule = 'trading-stopped'") > 0);

            Process again = cluster.flusher(QUIET);
            await().atMost(SOON)
                    .until(() ->
                            bob.post(node.port(), "/v1/orders", "bob-2", ORDER).status() == 201);
            awaitMoreInTheBook(cluster);
            traffic.stop();
            trader.join();
            again.destroy();
            assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.count("SELECT count(*) FROM job_nodes WHERE threads = 0 AND stopped_at IS NOT NULL"))
                    .as("the flusher that reported its stop")
                    .isEqualTo(1);
            node.stop();

            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
            assertThat(traffic.orders()).doesNotHaveDuplicates();
            assertThat(stopped.orders()).doesNotHaveDuplicates();
            assertThat(orders(cluster, "alice")).isEqualTo(new HashSet<>(traffic.orders()));
            assertThat(orders(cluster, "carol")).isEqualTo(new HashSet<>(stopped.orders()));
        }
    }

    private static Map<String, String> with(String name, String value, String other, String otherValue) {
        Map<String, String> more = new java.util.HashMap<>(QUIET);
        more.put(name, value);
        more.put(other, otherValue);
        return more;
    }

    /** SIGTERM of a node in use: its client repeats what is refused or cut off at another node, and its lease doesn't have to expire. */
    private static Traffic stopUnderLoad(MarketCluster cluster, MarketNodeProcess node, MarketNode other)
            throws Exception {
        AtomicInteger port = new AtomicInteger(node.port());
        Traffic traffic = new Traffic("carol", port, List.of(PLAYER), 11);
        Thread trader = new Thread(traffic);
        trader.start();
        await().atMost(SOON).until(() -> traffic.answers() > 5);
        long begun = System.nanoTime();

        node.stop();

        assertThat(holder(cluster)).as("released before it ended").doesNotStartWith(STOPPED);
        if (LONG_ONE) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        port.set(other.port());
        int answered = traffic.answers();
        await().atMost(SOON).until(() -> traffic.answers() > answered + 5);
        traffic.stop();
        trader.join();
        await().atMost(SOON).until(() -> !holder(cluster).isEmpty());
        assertThat(traffic.faults()).as("answers that no client repeats").isZero();
        return traffic;
    }

    /** Who holds the lease of the StopWatch; empty if nobody does. */
    private static String holder(MarketCluster cluster) {
        String holder = cluster.redis.get(Keys.LEASE_STOP_WATCHER);
        return holder == null ? "" : holder;
    }

    /** Started again where it has given up, as by what supervises it: on a machine that is overloaded a store may not answer in time. */
    private static Process flusher(MarketCluster cluster) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Process flusher = cluster.flusher(QUIET);
            await().atMost(SOON).until(() -> active(cluster) == 2 || !flusher.isAlive());
            if (flusher.isAlive()) {
                return flusher;
            }
            assertThat(attempt).as("starts of the flusher").isLessThan(5);
        }
    }

    private static long active(MarketCluster cluster) {
        return cluster.count(
                "SELECT count(*) FROM job_services WHERE service = 'flusher' AND state = 'ACTIVE' AND last_error IS NULL");
    }

    private static void restartBothForAnOperator(MarketCluster cluster) {
        cluster.jdbi.useHandle(
                handle -> handle.execute(
                        "UPDATE job_services SET restart_requested_at = now(), restart_by = 'admin' WHERE service = 'flusher'"));
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_services WHERE restarted_at IS NOT NULL") == 2);
    }

    private static void awaitMoreInTheBook(MarketCluster cluster) {
        long before = orders(cluster);
        await().atMost(SOON).until(() -> orders(cluster) > before + 20);
    }

    private static long orders(MarketCluster cluster) {
        return cluster.count("SELECT count(*) FROM orders");
    }

    private static void openTheMarket(MarketCluster cluster) {
        new Instruments(cluster.redis)
                .list(new Listing(InstrumentId.of(PLAYER), "P", 1, "T", "Midfielder", Price.of(1_000_000), 1_000_000));
        for (String name : List.of("alice", "bob", "carol")) {
            new Wallets(cluster.redis)
                    .open(UserId.of(name), name, UserKind.HUMAN, Money.coins(50_000_000))
                    .orThrow();
        }
    }

    private static Set<String> orders(MarketCluster cluster, String user) {
        return new HashSet<>(cluster.jdbi.withHandle(
                handle -> handle.createQuery("SELECT id::text FROM orders WHERE user_id = :user")
                        .bind("user", user)
                        .mapTo(String.class)
                        .list()));
    }
}
