package touchline.sandbox.google;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.Jedis;
import touchline.stores.junit.TestStores;

/** A Google stub and nodes that use its keys. */
final class KeysCluster {
    private static final Duration LONG = Duration.ofSeconds(60);

    final Jdbi jdbi;
    final GoogleStub google = GoogleStubs.start();
    final List<KeysNode> nodes = new ArrayList<>();
    private final TestStores stores;

    KeysCluster(TestStores stores) {
        this.stores = stores;
        this.jdbi = Jdbi.create(stores.dataSource());
    }

    void stop() throws InterruptedException {
        for (KeysNode node : nodes) {
            node.stop();
        }
        google.close();
    }

    String googlesAnswer() throws Exception {
        return new String(google.jwksUrl().toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    KeysNode node(boolean refreshes) throws Exception {
        KeysNode node = KeysNode.start(
                stores.dataSource(), stores.redisUrl(), google.jwksUrl(), Duration.ofSeconds(2), refreshes);
        nodes.add(node);
        return node;
    }

    SignedJWT token() throws Exception {
        return SignedJWT.parse(google.idToken("client", "1047", "Ann", Duration.ofHours(1)));
    }

    static boolean isVerifiedBy(KeysNode node, SignedJWT token) throws Exception {
        var key = node.keys.find(token.getHeader().getKeyID());
        return key.isPresent() && token.verify(new RSASSAVerifier(key.get().toRSAKey()));
    }

    /** Waits until all requests from the nodes' start are done. */
    void awaitQuiet() {
        await().atMost(LONG)
                .during(Duration.ofMillis(500))
                .until(() -> count("SELECT count(*) FROM job_executions WHERE outcome IN ('RUNNING', 'QUEUED')") == 0
                        && count("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'auth/jwks-refresh'") == 0);
    }

    void forgetTheLastFetch() {
        try (Jedis redis = new Jedis(URI.create(stores.redisUrl()))) {
            redis.del("jwks:last-fetch");
        }
    }

    Timestamp fetchedAt() {
        return jdbi.withHandle(handle -> handle.select("SELECT fetched_at FROM jwks_cache")
                .mapTo(Timestamp.class)
                .one());
    }

    long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }
}
