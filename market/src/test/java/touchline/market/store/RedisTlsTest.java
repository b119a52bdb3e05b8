package touchline.market.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.XReadParams;
import touchline.market.store.RedisSubscription.Topics;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A Redis behind TLS, whose certificate is for {@code localhost} and signed by nobody whom the JVM trusts. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTlsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "password";

    private Path folder;
    private SSLContext context;
    private FaultProxy proxy;
    private Path caFile;

    @BeforeAll
    void open(TestStores stores, @TempDir Path keysFolder) throws Exception {
        folder = keysFolder;
        Path keys = folder.resolve("keys.p12");
        caFile = folder.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool("-exportcert", "-alias", "redis", "-rfc", "-file", caFile.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        ServerUrl.Host redis =
                ServerUrl.parse("REDIS_URL", stores.redisUrl()).hosts().get(0);
        proxy = FaultProxy.listening(context.getServerSocketFactory(), redis.name(), redis.port());
    }

    @AfterAll
    void close() {
        proxy.close();
    }

    @Test
    void everyKindOfConnectionUsesTls() throws Exception {
        RedisConnections connections = new RedisConnections(RedisAddress.parse(url("localhost"), caFile));
        Queue<String> messages = new ConcurrentLinkedQueue<>();
        try (RedisClient pool = connections.pool("pool", 2);
                Jedis reader = connections.open("reader");
                RedisSubscription subscription = RedisSubscription.open(
                        connections,
                        "subscription",
                        Topics.channel("channel"),
                        (c, message) -> messages.add(message))) {
            await().atMost(SOON)
                    .ignoreException(JedisConnectionException.class)
                    .until(() -> pool.set("key", "value").equals("OK"));
            assertThat(pool.get("key")).isEqualTo("value");
            pool.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("a", "b"));
            assertThat(reader.xread(XReadParams.xReadParams().block(1_000), Map.of("stream", new StreamEntryID(0, 0))))
                    .hasSize(1);
            pool.publish("channel", "message");
            await().atMost(SOON).until(() -> messages.contains("message"));

            proxy.loseOnOpenConnections();
            await().atMost(SOON).until(() -> subscription.ended() != null);
        }
    }

    /** The Sentinel itself can't speak TLS, so it takes the primary for down; it names it all the same. */
    @Test
    void sentinelsAndTheirPrimaryAreReachedByTls() throws Exception {
        Path own = Files.createDirectory(folder.resolve("sentinel"));
        String[] names = {"--sentinel", "resolve-hostnames", "yes", "--sentinel", "announce-hostnames", "yes"};
        try (BareRedis sentinel = BareRedis.start(own, names);
                FaultProxy encrypted =
                        FaultProxy.listening(context.getServerSocketFactory(), "127.0.0.1", sentinel.port());
                Jedis admin = new Jedis("127.0.0.1", sentinel.port())) {
            admin.sentinelMonitor("tls", "localhost", proxy.port(), 1);
            String url = "rediss+sentinel://localhost:" + encrypted.port() + "/tls";

            try (RedisClient pool = new RedisConnections(RedisAddress.parse(url, caFile)).pool("pool", 2)) {
                // A first handshake may take longer than a connection may: a node tries again, too.
                await().atMost(SOON)
                        .ignoreException(JedisConnectionException.class)
                        .until(() -> pool.ping().equals("PONG"));
            }
            RedisConnections untrusting = new RedisConnections(RedisAddress.parse(url, null));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThatThrownBy(() -> untrusting.open("reader"))
                            .hasMessageContaining("certification path"));
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        RedisConnections connections = new RedisConnections(RedisAddress.parse(url("localhost"), null));

        assertRefused(connections);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        RedisConnections connections = new RedisConnections(RedisAddress.parse(url("127.0.0.1"), caFile));

        assertRefused(connections);
    }

    @Test
    void aFileThatHoldsNoCertificateIsRefused() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        for (Path file : List.of(empty, folder.resolve("none.pem"), folder.resolve("keys.p12"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RedisConnections(RedisAddress.parse(url("localhost"), file)))
                    .withMessageStartingWith("REDIS_CA_FILE ")
                    .withMessageEndingWith(".");
        }
    }

    /** A handshake that takes longer than a connection may says nothing of the certificate, so it is tried again. */
    private static void assertRefused(RedisConnections connections) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> connections.open("reader"))
                        .hasStackTraceContaining("SSLHandshakeException"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> {
                            try (RedisClient pool = connections.pool("pool", 2)) {
                                pool.ping();
                            }
                        })
                        .hasStackTraceContaining("SSLHandshakeException"));
    }

    private String url(String host) {
        return "rediss://" + host + ":" + proxy.port();
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore", folder.resolve("keys.p12").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }
}
