package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.RedisProcess;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A Redis that refuses, restarts and is emptied under a node that is never started again. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreOutageApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Path directory;
    private RedisProcess redis;
    private TestNode node;

    @BeforeAll
    void start(TestStores stores, @TempDir Path folder) throws Exception {
        directory = folder;
        redis = RedisProcess.start(directory.resolve("redis"));
        node = TestNode.start(stores, Map.of("REDIS_URL", redis.url()));
        try (RedisClient client = RedisClient.create(URI.create(redis.url()))) {
            new Instruments(client)
                    .list(new Listing(
                            InstrumentId.of(1), "Player", 100, "Team", "Midfielder", Price.of(1_000_000), 10_000));
            new Wallets(client)
                    .open(UserId.of("alice"), "alice", UserKind.HUMAN, Money.coins(100_000))
                    .orThrow();
        }
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        redis.close();
    }

    @Test
    void whatRedisRefusesForNowIsUnavailableAndTheStatusSaysSo() throws Exception {
        try (Jedis admin = redis.connect()) {
            // A server that can't write its snapshot: a directory lies where the file should be.
            Files.createDirectories(directory.resolve("redis/taken.rdb/full"));

            admin.configSet("maxmemory", "1");
            assertRefuses("OOM");
            admin.configSet("maxmemory", "0");
            assertTrades();

            admin.configSet("min-replicas-to-write", "1");
            assertRefuses("NOREPLICAS");
            admin.configSet("min-replicas-to-write", "0");
            assertTrades();

            admin.configSet("dbfilename", "taken.rdb");
            admin.configSet("save", "3600 1");
            admin.bgsave();
            await().atMost(SOON).until(() -> admin.info("persistence").contains("rdb_last_bgsave_status:err"));
            assertRefuses("MISCONF");
            admin.configSet("save", "");
            assertTrades();

            admin.configSet("replica-serve-stale-data", "no");
            admin.replicaof("127.0.0.1", 1);
            assertRefuses("MASTERDOWN");
            admin.configSet("replica-serve-stale-data", "yes");
            assertRefuses("READONLY"); // the gate refuses before anything is written
            admin.replicaofNoOne();
            assertTrades();
        }
    }

    @Test
    void aRestartedRedisAndAnEmptiedOne() throws Exception {
        assertTrades();
        redis.kill();
        assertRefuses("no Redis");
        redis.startAgain();
        assertTrades();

        try (Jedis admin = redis.connect()) {
            admin.copy("market", "kept", false);
            admin.del("market");
            assertThat(buy().problem()).isEqualTo("unavailable");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(status().body().path("reason").asText()).isEqualTo("rebuild-needed"));
            assertThat(node.admin("/healthcheck")).contains("rebuild-needed");
            admin.rename("kept", "market");
        }
        assertTrades();
    }

    /** The last one: nothing is left for others. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anEmptiedRedisClosesTheMarketAndSaysSo() throws Exception {
        // Once the book knows of something; before that there is nothing to have lost.
        assertTrades();
        await().atMost(SOON).until(() -> status().body().get("outboxLagMs").asLong() == 0);

        try (Jedis admin = redis.connect()) {
            admin.flushAll();
        }

        TestNode.Answer refused = buy();
        assertThat(refused.problem()).isEqualTo("unavailable");
        assertThat(refused.type()).startsWith("application/problem+json");
        await().atMost(SOON).until(() -> status().body().get("trading").asText().equals("closed"));
    }

    private void assertRefuses(String why) {
        await().atMost(SOON).untilAsserted(() -> {
            TestNode.Answer answer = buy();
            assertThat(answer.status()).as(why).isEqualTo(503);
            assertThat(answer.problem()).as(why).isEqualTo("unavailable");
            TestNode.Answer status = status();
            assertThat(status.status()).as(why).isEqualTo(200);
            assertThat(status.body().path("trading").asText()).as(why).isEqualTo("closed");
            assertThat(status.body().path("reason").asText()).as(why).isEqualTo("store-unavailable");
        });
    }

    private void assertTrades() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(buy().status()).isEqualTo(201);
            assertThat(status().body().path("trading").asText()).isEqualTo("open");
        });
    }

    private TestNode.Answer buy() throws Exception {
        TestNode.Answer answer =
                node.as("alice", "POST", "/v1/orders", "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}");
        assertThat(answer.status()).as("never a fault: " + answer.body()).isIn(201, 503);
        return answer;
    }

    private TestNode.Answer status() throws Exception {
        return node.call("GET", "/v1/status", null);
    }
}
