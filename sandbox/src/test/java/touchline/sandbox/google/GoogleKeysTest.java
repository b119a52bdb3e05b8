package touchline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Two nodes and a Google stub that rotates its keys and fails. */
@ExtendWith(StoresExtension.class)
final class GoogleKeysTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** The promise is a second; a busy build machine gets more. */
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private TestStores stores;
    private KeysCluster cluster;
    private Jdbi jdbi;
    private GoogleStub google;

    @BeforeEach
    void open(TestStores stores) {
        this.stores = stores;
        cluster = new KeysCluster(stores);
        jdbi = cluster.jdbi;
        google = cluster.google;
    }

    @AfterEach
    void close() throws InterruptedException {
        cluster.stop();
    }

    @Test
    void whenGoogleChangesItsKeysOneFetchReachesEveryNodeWithinASecond() throws Exception {
        KeysNode one = cluster.node(true);
        KeysNode two = cluster.node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1 && two.keys.size() == 1);
        cluster.awaitQuiet();
        SignedJWT before = cluster.token();
        int fetches = google.fetches();

        String id = google.rotate();
        one.refresh("rotated");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        cluster.count("SELECT count(*) FROM jwks_cache WHERE keys::text LIKE '%" + id + "%'") == 1);
        await().atMost(AT_MOST).until(() -> one.keys.size() == 2 && two.keys.size() == 2);

        assertThat(google.fetches()).isEqualTo(fetches + 1);
        for (KeysNode node : cluster.nodes) {
            assertThat(KeysCluster.isVerifiedBy(node, cluster.token())).isTrue();
            assertThat(KeysCluster.isVerifiedBy(node, before))
                    .as("what the old key signed")
                    .isTrue();
        }
    }

    @Test
    void aNodeThatStartsUsesStoredKeysAndFetchesNothing() throws Exception {
        KeysNode one = cluster.node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1);
        cluster.awaitQuiet();
        int fetches = google.fetches();

        KeysNode two = cluster.node(true);

        assertThat(two.keys.size()).isEqualTo(1);
        cluster.awaitQuiet();
        assertThat(google.fetches()).isEqualTo(fetches);
    }

    @Test
    void theOldKeysStayValidWhileGoogleFails() throws Exception {
        KeysNode one = cluster.node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1);
        cluster.awaitQuiet();
        Timestamp fetchedAt = cluster.fetchedAt();
        SignedJWT token = cluster.token();
        google.rotate();
        int failed = 0;
        for (GoogleFault fault : GoogleFault.values()) {
            if (fault == GoogleFault.NONE) {
                continue;
            }
            google.fail(fault);
            one.refresh("fault-" + fault);
            int expected = ++failed;
            await().atMost(LONG)
                    .until(() ->
                            cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'") == expected);

            assertThat(cluster.fetchedAt()).as(fault.name()).isEqualTo(fetchedAt);
            assertThat(KeysCluster.isVerifiedBy(one, token)).as(fault.name()).isTrue();
        }
        google.fail(GoogleFault.NONE);
        one.refresh("healed");
        await().atMost(LONG).until(() -> one.keys.size() == 2);
    }

    @Test
    void theOtherNodeFetchesWhenTheOneThatDoesIsKilled(@TempDir Path directory) throws Exception {
        google.fail(GoogleFault.SILENT);
        Process killed = new ProcessBuilder(ChildJvm.command(
                        KeysNode.class,
                        stores.databaseUrl(),
                        stores.user(),
                        stores.password(),
                        stores.redisUrl(),
                        google.jwksUrl().toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed.log").toFile())
                .start();
        try {
            await().atMost(LONG).until(() -> google.fetches() == 1);
            KeysNode other = cluster.node(true);
            assertThat(other.keys.size()).isZero();
            google.fail(GoogleFault.NONE);

            killed.destroyForcibly().onExit().join();

            await().atMost(LONG).until(() -> other.keys.size() == 1);
            assertThat(KeysCluster.isVerifiedBy(other, cluster.token())).isTrue();
        } finally {
            killed.destroyForcibly();
        }
    }

    @Test
    void withoutTheJobNewKeysNeverArriveAndWithItTheyDo() throws Exception {
        KeysNode was = cluster.node(true);
        await().atMost(LONG).until(() -> was.keys.size() == 1);
        cluster.awaitQuiet();
        was.stop();
        cluster.nodes.clear();
        SignedJWT before = cluster.token();
        KeysNode without = cluster.node(false);
        google.rotate();
        SignedJWT after = cluster.token();

        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> !KeysCluster.isVerifiedBy(without, after));
        assertThat(KeysCluster.isVerifiedBy(without, before)).isTrue();

        KeysNode with = cluster.node(true);
        with.refresh("at last");
        await().atMost(LONG)
                .until(() -> KeysCluster.isVerifiedBy(with, after) && KeysCluster.isVerifiedBy(without, after));
    }

    @Test
    void anUnknownKeyIsFetchedOutOfTurn() throws Exception {
        KeysNode one = cluster.node(true);
        KeysNode two = cluster.node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1 && two.keys.size() == 1);
        cluster.awaitQuiet();
        cluster.forgetTheLastFetch();
        google.rotate();

        assertThat(KeysCluster.isVerifiedBy(one, cluster.token())).isFalse();

        await().atMost(LONG).until(() -> one.keys.size() == 2 && two.keys.size() == 2);
        assertThat(KeysCluster.isVerifiedBy(one, cluster.token())).isTrue();
        assertThat(KeysCluster.isVerifiedBy(two, cluster.token())).isTrue();
    }

    @Test
    void aHundredThousandForgedTokensCauseOneFetch() throws Exception {
        KeysNode one = cluster.node(true);
        KeysNode two = cluster.node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1 && two.keys.size() == 1);
        cluster.awaitQuiet();
        cluster.forgetTheLastFetch();
        int fetches = google.fetches();
        long runs = cluster.count("SELECT count(*) FROM job_executions");

        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> forgers = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            int forger = n;
            forgers.add(() -> {
                int found = 0;
                for (int token = 0; token < 12_500; token++) {
                    found += cluster.nodes
                                    .get(token % 2)
                                    .keys
                                    .find("forged-" + forger + "-" + token)
                                    .isPresent()
                            ? 1
                            : 0;
                }
                return found;
            });
        }
        for (Future<Integer> forger : threads.invokeAll(forgers)) {
            assertThat(forger.get()).isZero();
        }
        threads.shutdown();

        await().atMost(LONG).until(() -> google.fetches() == fetches + 1);
        cluster.awaitQuiet();
        one.keys.find("one more");
        two.keys.find("one more");
        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> google.fetches() == fetches + 1);
        assertThat(cluster.count("SELECT count(*) FROM job_executions") - runs)
                .as("runs, one a node at most")
                .isBetween(1L, 2L);
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'"))
                .isZero();
    }

    /** With plain SQL and PUBLISH. */
    @Test
    void keysThatAnotherProgramStoresAndPublishesAreUsed() throws Exception {
        KeysNode one = cluster.node(false);
        assertThat(one.keys.size()).isZero();
        String keys;
        try (GoogleStub foreign = GoogleStubs.start()) {
            keys = new String(foreign.jwksUrl().toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
            jdbi.useHandle(handle -> handle.execute(
                    "INSERT INTO jwks_cache (issuer, keys, fetched_at) VALUES (?, ?::jsonb, now())",
                    KeysNode.ISSUER,
                    keys));
            await().atMost(LONG).until(() -> {
                try (Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
                    return redis.publish("jwks:refreshed", "anything") > 0;
                }
            });
            await().atMost(AT_MOST).until(() -> one.keys.find(foreign.keyId()).isPresent());
        }
    }

    /** The message arrives while no subscription is open. */
    @Test
    void aNodeWhoseSubscriptionBreaksReadsWhatItMissed() throws Exception {
        KeysNode one = cluster.node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1);
        cluster.awaitQuiet();
        SignedJWT old = cluster.token();
        google.rotate();
        try (Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            redis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
        }
        jdbi.useHandle(handle ->
                handle.execute("UPDATE jwks_cache SET keys = ?::jsonb, fetched_at = now()", cluster.googlesAnswer()));

        await().atMost(AT_MOST).until(() -> one.keys.size() == 2);
        assertThat(KeysCluster.isVerifiedBy(one, old)).isTrue();
    }

    /** The subscription seems open, but nothing arrives: the node opens another one. */
    @Test
    void aNodeWhoseSubscriptionsPacketsVanishSubscribesAgain() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(stores.redisUrl());
                Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            cluster.nodes.add(KeysNode.start(
                    stores.dataSource(), proxy.url(stores.redisUrl()), google.jwksUrl(), Duration.ofSeconds(2), false));
            await().atMost(LONG).until(() -> subscriptions(redis).size() == 1);
            List<String> before = subscriptions(redis);

            proxy.loseOnOpenConnections();

            await().atMost(LONG).until(() -> {
                List<String> now = subscriptions(redis);
                return now.size() == 1 && !now.equals(before);
            });
        }
    }

    private static List<String> subscriptions(Jedis redis) {
        return redis.clientList()
                .lines()
                .filter(client -> client.contains(" name=touchline-google-keys ") && client.contains(" sub=1 "))
                .map(client -> client.replaceFirst(" .*", ""))
                .toList();
    }
}
