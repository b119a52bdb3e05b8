package touchline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.RSASSAVerifier;
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
import touchline.stores.junit.ChildJvm;
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
    private Jdbi jdbi;
    private GoogleStub google;
    private final List<KeysNode> nodes = new ArrayList<>();

    @BeforeEach
    void open(TestStores stores) {
        this.stores = stores;
        jdbi = Jdbi.create(stores.dataSource());
        google = GoogleStub.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        for (KeysNode node : nodes) {
            node.stop();
        }
        google.close();
    }

    @Test
    void whenGoogleChangesItsKeysOneFetchReachesEveryNodeWithinASecond() throws Exception {
        KeysNode one = node(true);
        KeysNode two = node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1 && two.keys.size() == 1);
        awaitQuiet();
        SignedJWT before = token();
        int fetches = google.fetches();

        String id = google.rotate();
        one.refresh("rotated");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count("SELECT count(*) FROM jwks_cache WHERE keys::text LIKE '%" + id + "%'") == 1);
        await().atMost(AT_MOST).until(() -> one.keys.size() == 2 && two.keys.size() == 2);

        assertThat(google.fetches()).isEqualTo(fetches + 1);
        for (KeysNode node : nodes) {
            assertThat(isVerifiedBy(node, token())).isTrue();
            assertThat(isVerifiedBy(node, before)).as("what the old key signed").isTrue();
        }
    }

    @Test
    void aNodeThatStartsUsesStoredKeysAndFetchesNothing() throws Exception {
        KeysNode one = node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1);
        awaitQuiet();
        int fetches = google.fetches();

        KeysNode two = node(true);

        assertThat(two.keys.size()).isEqualTo(1);
        awaitQuiet();
        assertThat(google.fetches()).isEqualTo(fetches);
    }

    @Test
    void theOldKeysStayValidWhileGoogleFails() throws Exception {
        KeysNode one = node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1);
        awaitQuiet();
        Timestamp fetchedAt = fetchedAt();
        SignedJWT token = token();
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
                    .until(() -> count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'") == expected);

            assertThat(fetchedAt()).as(fault.name()).isEqualTo(fetchedAt);
            assertThat(isVerifiedBy(one, token)).as(fault.name()).isTrue();
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
            KeysNode other = node(true);
            assertThat(other.keys.size()).isZero();
            google.fail(GoogleFault.NONE);

            killed.destroyForcibly().onExit().join();

            await().atMost(LONG).until(() -> other.keys.size() == 1);
            assertThat(isVerifiedBy(other, token())).isTrue();
        } finally {
            killed.destroyForcibly();
        }
    }

    @Test
    void withoutTheJobNewKeysNeverArriveAndWithItTheyDo() throws Exception {
        KeysNode was = node(true);
        await().atMost(LONG).until(() -> was.keys.size() == 1);
        awaitQuiet();
        was.stop();
        nodes.clear();
        SignedJWT before = token();
        KeysNode without = node(false);
        google.rotate();
        SignedJWT after = token();

        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> !isVerifiedBy(without, after));
        assertThat(isVerifiedBy(without, before)).isTrue();

        KeysNode with = node(true);
        with.refresh("at last");
        await().atMost(LONG).until(() -> isVerifiedBy(with, after) && isVerifiedBy(without, after));
    }

    @Test
    void anUnknownKeyIsFetchedOutOfTurn() throws Exception {
        KeysNode one = node(true);
        KeysNode two = node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1 && two.keys.size() == 1);
        awaitQuiet();
        forgetTheLastFetch();
        google.rotate();

        assertThat(isVerifiedBy(one, token())).isFalse();

        await().atMost(LONG).until(() -> one.keys.size() == 2 && two.keys.size() == 2);
        assertThat(isVerifiedBy(one, token())).isTrue();
        assertThat(isVerifiedBy(two, token())).isTrue();
    }

    @Test
    void aHundredThousandForgedTokensCauseOneFetch() throws Exception {
        KeysNode one = node(true);
        KeysNode two = node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1 && two.keys.size() == 1);
        awaitQuiet();
        forgetTheLastFetch();
        int fetches = google.fetches();
        long runs = count("SELECT count(*) FROM job_executions");

        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> forgers = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            int forger = n;
            forgers.add(() -> {
                int found = 0;
                for (int token = 0; token < 12_500; token++) {
                    found += nodes.get(token % 2)
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
        awaitQuiet();
        one.keys.find("one more");
        two.keys.find("one more");
        await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> google.fetches() == fetches + 1);
        assertThat(count("SELECT count(*) FROM job_executions") - runs)
                .as("runs, one a node at most")
                .isBetween(1L, 2L);
        assertThat(count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'"))
                .isZero();
    }

    /** With plain SQL and PUBLISH. */
    @Test
    void keysThatAnotherProgramStoresAndPublishesAreUsed() throws Exception {
        KeysNode one = node(false);
        assertThat(one.keys.size()).isZero();
        String keys;
        try (GoogleStub foreign = GoogleStub.start()) {
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
        KeysNode one = node(true);
        await().atMost(LONG).until(() -> one.keys.size() == 1);
        awaitQuiet();
        SignedJWT old = token();
        google.rotate();
        try (Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            redis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
        }
        jdbi.useHandle(
                handle -> handle.execute("UPDATE jwks_cache SET keys = ?::jsonb, fetched_at = now()", googlesAnswer()));

        await().atMost(AT_MOST).until(() -> one.keys.size() == 2);
        assertThat(isVerifiedBy(one, old)).isTrue();
    }

    /** The subscription seems open, but nothing arrives: the node opens another one. */
    @Test
    void aNodeWhoseSubscriptionsPacketsVanishSubscribesAgain() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(stores.redisUrl());
                Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            nodes.add(KeysNode.start(
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

    private String googlesAnswer() throws Exception {
        return new String(google.jwksUrl().toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private KeysNode node(boolean refreshes) throws Exception {
        KeysNode node = KeysNode.start(
                stores.dataSource(), stores.redisUrl(), google.jwksUrl(), Duration.ofSeconds(2), refreshes);
        nodes.add(node);
        return node;
    }

    private SignedJWT token() throws Exception {
        return SignedJWT.parse(google.idToken("client", "1047", "Ann", Duration.ofHours(1)));
    }

    private static boolean isVerifiedBy(KeysNode node, SignedJWT token) throws Exception {
        var key = node.keys.find(token.getHeader().getKeyID());
        return key.isPresent() && token.verify(new RSASSAVerifier(key.get().toRSAKey()));
    }

    /** Waits until all requests from the nodes' start are done. */
    private void awaitQuiet() {
        await().atMost(LONG)
                .during(Duration.ofMillis(500))
                .until(() -> count("SELECT count(*) FROM job_executions WHERE outcome IN ('RUNNING', 'QUEUED')") == 0
                        && count("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'auth/jwks-refresh'") == 0);
    }

    private void forgetTheLastFetch() {
        try (Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            redis.del("jwks:last-fetch");
        }
    }

    private Timestamp fetchedAt() {
        return jdbi.withHandle(handle -> handle.select("SELECT fetched_at FROM jwks_cache")
                .mapTo(Timestamp.class)
                .one());
    }

    private long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }
}
