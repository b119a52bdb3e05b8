package touchline.market.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.executors.DefaultCommandExecutor;

/**
 * Makes every connection to Redis, so that all log in alike, use TLS alike, and none waits for ever: one second to connect, one for an answer, three for a
 * message or a blocking read. Behind Sentinels all follow the primary: connections to a former one fail, and pools replace them. Thread-safe.
 */
public final class RedisConnections {
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final int TIMEOUT_MILLIS = 1_000;

    private final RedisAddress address;
    private final @Nullable SslOptions tls;
    private final Duration silence;
    private final PrimaryAddress primary;
    private final @Nullable ReplicaConfirmation replicas;

    /**
     * Opens nothing yet.
     *
     * @throws IllegalArgumentException if the file of certificates can't be read
     */
    public RedisConnections(RedisAddress address) {
        this(address, 0);
    }

    /**
     * The same, and what the pools acknowledge has reached replicas.
     *
     * @param replicas that must have a write before its script's reply is returned; 0 not to wait
     */
    public RedisConnections(RedisAddress address, int replicas) {
        this(address, SILENCE, replicas);
    }

    /**
     * The same, with another limit than three seconds.
     *
     * @param silence how long a subscription or a blocking read may receive nothing before its connection is given up
     */
    public RedisConnections(RedisAddress address, Duration silence) {
        this(address, silence, 0);
    }

    private RedisConnections(RedisAddress address, Duration silence, int replicas) {
        this.address = address;
        this.silence = silence;
        this.tls = address.usesTls() ? tls(address.caFile()) : null;
        this.primary = primary();
        this.replicas = replicas == 0
                ? null
                : new ReplicaConfirmation(replicas, primary, server -> open(() -> server, "replicas"));
    }

    /** To the Redis that a URL names, trusting the certificates that the JVM trusts. */
    public static RedisConnections to(String url) {
        return new RedisConnections(RedisAddress.parse(url, null));
    }

    /**
     * A pool of connections.
     *
     * @param name shown by {@code CLIENT LIST} after {@code touchline-}
     * @param connections at most; a caller waits no longer than a second for one
     */
    public RedisClient pool(String name, int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        JedisClientConfig config = config(name).build();
        PrimaryPool primaries = PrimaryPool.of(primary, config, pool);
        CommandExecutor commands =
                replicas == null ? new DefaultCommandExecutor(primaries) : new ReplicatedCommands(primaries, replicas);
        return RedisClient.builder()
                .connectionProvider(primaries)
                .commandExecutor(commands)
                .clientConfig(config)
                .build();
    }

    /**
     * A connection of the caller's own, for subscriptions and reads that wait in Redis: they throw where nothing has come for three seconds.
     *
     * @param name shown by {@code CLIENT LIST} after {@code touchline-}
     * @throws redis.clients.jedis.exceptions.JedisException if Redis can't be reached
     */
    public Jedis open(String name) {
        return open(primary, name);
    }

    private Jedis open(PrimaryAddress server, String name) {
        JedisClientConfig config =
                config(name).autoNegotiateProtocol(false).build(); // a plain connection speaks RESP2 only
        return new Jedis(PrimaryConnection.builder(server, config).build());
    }

    Duration silence() {
        return silence;
    }

    private PrimaryAddress primary() {
        String name = address.primaryName();
        if (name == null) {
            HostAndPort only = address.hosts().get(0);
            return () -> only;
        }
        DefaultJedisClientConfig withoutLogin =
                anonymous("sentinels").autoNegotiateProtocol(false).build();
        DefaultJedisClientConfig withLogin =
                login(anonymous("sentinels")).autoNegotiateProtocol(false).build();
        return new Sentinels(
                name,
                address.hosts().stream()
                        .map(host -> new Sentinel(host, withLogin, withoutLogin))
                        .toList());
    }

    private DefaultJedisClientConfig.Builder config(String name) {
        return login(anonymous(name)).database(address.database());
    }

    private DefaultJedisClientConfig.Builder login(DefaultJedisClientConfig.Builder config) {
        if (address.user() != null) {
            config.user(address.user());
        }
        if (address.password() != null) {
            config.password(address.password());
        }
        return config;
    }

    private DefaultJedisClientConfig.Builder anonymous(String name) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .blockingSocketTimeoutMillis(Math.toIntExact(silence.toMillis()))
                .clientName("touchline-" + name);
        if (tls != null) {
            config.sslOptions(tls);
        }
        return config;
    }

    /** The client takes key stores only, so the certificates are put into one. */
    private static SslOptions tls(@Nullable Path caFile) {
        SslOptions.Builder tls = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
        if (caFile == null) {
            return tls.build();
        }
        char[] password = "of certificates, which are no secret".toCharArray();
        try (InputStream file = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, password);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("REDIS_CA_FILE holds no certificate: " + caFile + ".");
            }
            ByteArrayOutputStream store = new ByteArrayOutputStream();
            trusted.store(store, password);
            return tls.trustStoreType("PKCS12")
                    .truststore(() -> new ByteArrayInputStream(store.toByteArray()), password)
                    .build();
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "REDIS_CA_FILE can't be read as certificates in PEM: " + unreadable.getMessage() + ".", unreadable);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return address.toString();
    }
}
