package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A program beside a node that uses only the contract: names of keys, channels, leases and tables. */
@ExtendWith(StoresExtension.class)
class ForeignProgramTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    static final String PLAYER = "424242";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theNamesOfTheContractHoldForOtherPrograms(TestStores stores) throws Exception {
        URI uri = URI.create(stores.redisUrl());
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40);
                RawRedis redis = new RawRedis(uri);
                RawRedis subscriber = new RawRedis(uri)) {
            assertThat(redis.ask("SET", "lease:stop-watcher", "go-1:1", "NX", "PX", "600000"))
                    .isEqualTo("OK");
            assertThat(redis.ask("SET", "lease:margin-backstop", "go-1:2", "NX", "PX", "600000"))
                    .isEqualTo("OK");
            MarketNode node =
                    cluster.localNode(Map.of("SPORTMONKS_API_KEY", "", "BOT_ENABLED", "0", "MARGIN_SWEEP_EVERY", "2s"));
            openTheMarket(cluster);

            String alices = whatAUserOpensIsThereByItsNames(cluster, redis, node);
            long breach = aPriceWrittenByHandMovesThroughAStopAndBack(cluster, redis, alices);
            aForeignHolderOfTheLeaseMakesTheSweeperSkip(cluster);
            publishingAReconnectByHandReplaysThatUser(cluster, redis, alices, breach);
            publishingAPriceByHandIsSeenByTheStopWatch(cluster, redis, node);
            everyChangedPriceIsPublishedOnItsChannelAndKeptInItsStream(redis, subscriber, node);
            frozenByHandNothingTradesUntilItIsTakenAway(redis, node);
            aLeaseThatIsGivenBackLetsTheSweeperGoOn(cluster, redis);
            BookTables.assertTrades(cluster, redis, alices);
            BookTables.assertColumns(cluster);
        }
    }

    private static String whatAUserOpensIsThereByItsNames(MarketCluster cluster, RawRedis redis, MarketNode node)
            throws Exception {
        String id = open("alice", node, "98.0000");

        assertThat(redis.call("HMGET", "position:" + id, "user", "instrument")).containsExactly("alice", PLAYER);
        assertThat(redis.call("SMEMBERS", "positions:user:alice")).containsExactly(id);
        assertThat(redis.call("SMEMBERS", "positions:instrument:" + PLAYER)).containsExactly(id);
        long margin = Long.parseLong(redis.ask("HGET", "position:" + id, "margin"));
        assertThat(redis.call("HMGET", "wallet:alice", "cash", "held"))
                .containsExactly(Long.toString(100_000_000 - margin), Long.toString(margin));
        assertThat(redis.call("XREVRANGE", "outbox:trades", "+", "-", "COUNT", "1"))
                .contains("open", id);
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM cfd_positions"
                                + " WHERE user_id = 'alice' AND instrument_id = 424242 AND closed_at IS NULL")
                        == 1);
        return id;
    }

    /** As a Go program would do it: the hash, the stream, the channel. Returns the price that breached. */
    private static long aPriceWrittenByHandMovesThroughAStopAndBack(MarketCluster cluster, RawRedis redis, String id)
            throws IOException {
        for (long price : new long[] {990_000, 975_000, 1_000_000}) {
            String seq = Long.toString(seq(redis) + 1);
            String at = redis.ask("TIME") + "000";
            redis.call("HSET", "instrument:" + PLAYER, "price", Long.toString(price), "tick_seq", seq);
            redis.call("XADD", "price_ticks:" + PLAYER, "*", "seq", seq, "price", Long.toString(price), "at", at);
            redis.call("PUBLISH", "price:" + PLAYER, message(seq, price, at));
        }
        assertThat(redis.ask("EXISTS", "position:" + id))
                .as("nobody watches, as the lease is held")
                .isEqualTo("1");
        assertThat(cluster.count("SELECT count(*) FROM cfd_positions WHERE closed_at IS NOT NULL"))
                .isZero();
        return 975_000;
    }

    private static void aForeignHolderOfTheLeaseMakesTheSweeperSkip(MarketCluster cluster) {
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE job_group = 'margin'"
                                + " AND job_name = 'sweep' AND outcome = 'SKIPPED'"
                                + " AND reason LIKE '%lease:margin-backstop is held by go-1:2%'")
                        >= 1);
    }

    private static void publishingAReconnectByHandReplaysThatUser(
            MarketCluster cluster, RawRedis redis, String id, long breach) throws IOException {
        await().atMost(SOON).until(() -> {
            redis.call("PUBLISH", "user:reconnect", "alice"); // again if no node listened yet
            return isClosed(cluster, id, breach);
        });
        assertThat(redis.call("SMEMBERS", "positions:user:alice")).isEmpty();
        assertThat(redis.ask("HGET", "wallet:alice", "held")).isEqualTo("0");
        await().atMost(SOON).until(() -> redis.ask("GET", "last_seen:alice").matches("\\d{13}"));
    }

    private static void publishingAPriceByHandIsSeenByTheStopWatch(
            MarketCluster cluster, RawRedis redis, MarketNode node) throws Exception {
        redis.call("DEL", "lease:stop-watcher");
        await().atMost(SOON).until(() -> redis.ask("GET", "lease:stop-watcher").matches("[^:]+:\\d+"));
        assertThat(redis.ask("GET", "lease:stop-watcher")).isNotEqualTo("go-1:1");
        String id = open("bob", node, "98.0000");
        String seq = Long.toString(seq(redis) + 1);

        String tick = message(seq, 970_000, redis.ask("TIME") + "000");
        await().atMost(SOON).until(() -> {
            // Nobody may listen yet: a StopWatch subscribes after it has acquired its lease. The same tick counts once.
            redis.call("PUBLISH", "price:" + PLAYER, tick);
            return isClosed(cluster, id, 970_000);
        });
        assertThat(redis.call("XREVRANGE", "price_ticks:" + PLAYER, "+", "-", "COUNT", "1"))
                .as("and any replay will know of it")
                .contains(seq, "970000");
    }

    private static void everyChangedPriceIsPublishedOnItsChannelAndKeptInItsStream(
            RawRedis redis, RawRedis subscriber, MarketNode node) throws Exception {
        subscriber.call("SUBSCRIBE", "price:" + PLAYER);

        assertThat(buy("carol", node)).isEqualTo(201);

        JsonNode message = JSON.readTree(subscriber.next().get(2));
        assertThat(message.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "seq", "price", "at");
        assertThat(message.get("id").textValue()).isEqualTo(PLAYER);
        assertThat(redis.call("HMGET", "instrument:" + PLAYER, "price", "tick_seq"))
                .containsExactly(
                        message.get("price").asText(), message.get("seq").asText());
        assertThat(redis.call("XREVRANGE", "price_ticks:" + PLAYER, "+", "-", "COUNT", "1"))
                .contains(
                        message.get("seq").asText(),
                        message.get("price").asText(),
                        message.get("at").asText());
        assertThat(redis.ask("HGET", "holding:carol", PLAYER)).isEqualTo("1");
        assertThat(redis.ask("HGET", "instrument:" + PLAYER, "net_flow")).isEqualTo("1");
    }

    private static void frozenByHandNothingTradesUntilItIsTakenAway(RawRedis redis, MarketNode node) throws Exception {
        String id = open("dave", node, "60.0000");
        redis.call("HSET", "instrument:" + PLAYER, "frozen", "1");

        assertThat(buy("carol", node)).isEqualTo(409);
        Client.Answer opening = opening("dave", node, "60.0000");
        assertThat(opening.status()).isEqualTo(409);
        assertThat(opening.body().get("type").asText()).endsWith("instrument-frozen");
        assertThat(close("dave", id, node)).isEqualTo(409);

        redis.call("HDEL", "instrument:" + PLAYER, "frozen");
        assertThat(close("dave", id, node)).isEqualTo(200);
        assertThat(buy("carol", node)).isEqualTo(201);
    }

    private static void aLeaseThatIsGivenBackLetsTheSweeperGoOn(MarketCluster cluster, RawRedis redis)
            throws IOException {
        redis.call("DEL", "lease:margin-backstop");

        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_executions WHERE job_name = 'sweep' AND outcome = 'SUCCEEDED'")
                        >= 1);
    }

    private static void openTheMarket(MarketCluster cluster) {
        new Instruments(cluster.redis)
                .list(new Listing(InstrumentId.parse(PLAYER), "P", 1, "T", "Midfielder", Price.of(1_000_000), 100_000));
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            new Wallets(cluster.redis)
                    .open(UserId.of(user), user, UserKind.HUMAN, Money.coins(10_000))
                    .orThrow();
        }
    }

    private static long seq(RawRedis redis) throws IOException {
        return Long.parseLong(redis.ask("HGET", "instrument:" + PLAYER, "tick_seq"));
    }

    private static String message(String seq, long price, String at) {
        return "{\"id\":\"" + PLAYER + "\",\"seq\":" + seq + ",\"price\":" + price + ",\"at\":" + at + "}";
    }

    private static String open(String user, MarketNode node, String stopLoss) throws Exception {
        Client.Answer opened = opening(user, node, stopLoss);
        assertThat(opened.status()).as(opened.body().toString()).isEqualTo(201);
        return opened.body().get("id").textValue();
    }

    private static Client.Answer opening(String user, MarketNode node, String stopLoss) throws Exception {
        return new Client(user)
                .post(
                        node.port(),
                        "/v1/positions",
                        null,
                        "{\"instrumentId\":\"" + PLAYER
                                + "\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":1,\"stopLoss\":\"" + stopLoss
                                + "\"}");
    }

    private static int buy(String user, MarketNode node) throws Exception {
        return new Client(user)
                .post(
                        node.port(),
                        "/v1/orders",
                        null,
                        "{\"instrumentId\":\"" + PLAYER + "\",\"side\":\"BUY\",\"quantity\":1}")
                .status();
    }

    private static int close(String user, String id, MarketNode node) throws Exception {
        return new Client(user)
                .post(node.port(), "/v1/positions/" + id + "/close", null, "{}")
                .status();
    }

    private static boolean isClosed(MarketCluster cluster, String id, long price) {
        return cluster.count("SELECT count(*) FROM cfd_positions WHERE id = " + id
                        + " AND closed_at IS NOT NULL AND close_reason = 'STOP_LOSS' AND close_price = " + price)
                == 1;
    }
}
