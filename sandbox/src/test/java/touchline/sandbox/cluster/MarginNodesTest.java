package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import touchline.market.MarketRules;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * The replay on reconnection, the sweep and requests during a match, on two whole nodes, one of which is killed. Foreign programs hold the leases of the StopWatch and of the sweep, so a breach stays open until
 * the user reconnects or the sweep gets its lease.
 */
@ExtendWith(StoresExtension.class)
class MarginNodesTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final InstrumentId PLAYER = InstrumentId.of(424_242);
    private static final UserId WHALE = UserId.of("whale");

    private int users;

    @Test
    void aBreachThatNobodyWatchedClosesAtItsTickForWhoComesBackAndForTheRestBySweep(TestStores stores)
            throws Exception {
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40);
                Jedis byHand = new Jedis(URI.create(stores.redisUrl()))) {
            byHand.set("lease:stop-watcher", "a foreign process");
            byHand.set("lease:margin-backstop", "a foreign process");
            Map<String, String> quiet = Map.of(
                    "SPORTMONKS_API_KEY", "",
                    "BOT_ENABLED", "0",
                    "MARGIN_SWEEP_EVERY", "2s",
                    "MARKET_IN_PLAY_DELAY", "60s");
            MarketNodeProcess killed = cluster.node(quiet);
            LocalNode other = cluster.localNode(quiet);
            openTheMarket(cluster);

            Position ofAlice = open(cluster);
            Position ofBob = open(cluster);
            Price breach = goThroughTheirStopsAndComeBack(cluster);
            await().atMost(SOON).until(() -> sweeps(cluster, "SKIPPED") >= 2);
            assertThat(isOpen(cluster, ofAlice) && isOpen(cluster, ofBob))
                    .as("with everything off a breach stays open")
                    .isTrue();
            assertThat(cluster.count(
                            "SELECT count(*) FROM job_executions WHERE job_name = 'sweep' AND outcome = 'SKIPPED'"
                                    + " AND reason NOT LIKE '%lease:margin-backstop is held by a foreign process%'"))
                    .as("skips that don't say why")
                    .isZero();

            byHand.publish("user:reconnect", ofAlice.user().value());
            assertClosed(cluster, ofAlice, breach);
            assertThat(isOpen(cluster, ofBob)).as("bob has not reconnected").isTrue();

            RequestedTrades requests = new RequestedTrades(cluster, killed);
            requests.makeHalfDue(); // while both nodes run, so that the kill may interrupt one
            killed.kill();
            requests.awaitExecution();
            requests.assertFilled(other);
            Position ofCarol = open(cluster);
            Price next = goThroughTheirStopsAndComeBack(cluster);
            byHand.publish("user:reconnect", ofCarol.user().value());
            assertClosed(cluster, ofCarol, next);

            byHand.del("lease:margin-backstop");
            assertClosed(cluster, ofBob, breach);
            await().atMost(SOON).until(() -> sweeps(cluster, "SUCCEEDED") >= 2);

            byHand.del("lease:stop-watcher");
            other.stop();
            requests.assertInTheBookOnce();
            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
        }
    }

    private static long sweeps(MarketCluster cluster, String outcome) {
        return cluster.count(
                "SELECT count(*) FROM job_executions WHERE job_name = 'sweep' AND outcome = '" + outcome + "'");
    }

    private static void openTheMarket(MarketCluster cluster) {
        new Instruments(cluster.redis)
                .list(new Listing(PLAYER, "P", 1, "T", "Midfielder", Price.of(1_000_000), 100_000));
        new Wallets(cluster.redis)
                .open(WHALE, "whale", UserKind.HUMAN, Money.coins(50_000_000))
                .orThrow();
    }

    /** A short with a stop-loss two per cent above the price. */
    private Position open(MarketCluster cluster) {
        UserId user = UserId.of("user-" + users++);
        new Wallets(cluster.redis)
                .open(user, user.value(), UserKind.HUMAN, Money.coins(10_000))
                .orThrow();
        long price = price(cluster).tenThousandths();
        return positions(cluster)
                .open(new OpenRequest(
                        user,
                        PLAYER,
                        Direction.SHORT,
                        Quantity.of(1),
                        2,
                        Price.of(price + price / 50),
                        null,
                        null,
                        null))
                .orThrow();
    }

    /** Returns the price of the tick that breached them. */
    private static Price goThroughTheirStopsAndComeBack(MarketCluster cluster) {
        SpotTrading spot = new SpotTrading(cluster.redis, MarketRules.standard());
        spot.place(new OrderRequest(WHALE, PLAYER, Side.BUY, Quantity.of(5_000), null, null))
                .orThrow();
        Price breach = price(cluster);
        spot.place(new OrderRequest(WHALE, PLAYER, Side.SELL, Quantity.of(5_000), null, null))
                .orThrow();
        assertThat(price(cluster)).isNotEqualTo(breach);
        return breach;
    }

    private static Price price(MarketCluster cluster) {
        return new Instruments(cluster.redis).find(PLAYER).orElseThrow().price();
    }

    private static boolean isOpen(MarketCluster cluster, Position position) {
        return positions(cluster).find(position.id()).orElseThrow().close() == null;
    }

    private static void assertClosed(MarketCluster cluster, Position position, Price price) {
        await().atMost(SOON).until(() -> !isOpen(cluster, position));
        Close close = positions(cluster).find(position.id()).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(CloseReason.STOP_LOSS);
            assertThat(close.price()).isEqualTo(price);
        }
    }

    private static Positions positions(MarketCluster cluster) {
        return new Positions(cluster.redis, MarketRules.standard());
    }
}
