package touchline.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import redis.clients.jedis.RedisClient;
import touchline.api.operator.TestOperators;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.Role;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.TestStores;

/**
 * One node with the usual configuration, which all tests of a class share that ask for nothing special. It has a Redis and a database that no other test
 * empties. It ends with the class: an idle node costs a tenth of a processor, and a start of another one in the same JVM as much as 20 seconds of that.
 */
@SuppressWarnings("try") // JUnit closes it, and reports an interruption like any failure
final class SharedNode implements AutoCloseable {
    /** The password of the operator {@code admin}. */
    static final String PASSWORD = TestOperators.PASSWORD;

    private final Path folder;
    private final TestStores stores;
    private final BareRedis redisServer;
    private final RedisClient redis;
    private final SignIn signIn;
    private final Map<String, String> variables;
    private final OpsNode node;

    private SharedNode(
            Path folder, TestStores stores, BareRedis redisServer, SignIn signIn, Map<String, String> variables)
            throws Exception {
        this.folder = folder;
        this.stores = stores;
        this.redisServer = redisServer;
        this.redis = RedisClient.create(redisServer.url());
        this.signIn = signIn;
        this.variables = Map.copyOf(variables);
        this.node = OpsNode.start(stores, variables);
    }

    /** Resolves parameters of type {@link SharedNode}. */
    static final class Extension implements ParameterResolver {
        private static final Namespace NAMESPACE = Namespace.create(Extension.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedNode.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return topLevelClass(context)
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(SharedNode.class, key -> SharedNode.start(), SharedNode.class);
        }

        private static ExtensionContext topLevelClass(ExtensionContext context) {
            ExtensionContext root = context.getRoot();
            ExtensionContext here = context;
            for (ExtensionContext above = parent(here); above != root; above = parent(here)) {
                here = above;
            }
            return here;
        }

        private static ExtensionContext parent(ExtensionContext context) {
            return context.getParent().orElseThrow();
        }
    }

    private static SharedNode start() {
        try {
            Path folder = Files.createTempDirectory("touchline-shared-node-");
            OperatorsFile operators = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
            operators.write(List.of(TestOperators.entry("admin", Role.ADMIN)));
            TestStores stores = TestStores.open();
            BareRedis redis = BareRedis.start(Files.createDirectory(folder.resolve("redis")), "--save", "");
            SignIn signIn = SignIn.start();
            Map<String, String> variables = new HashMap<>(signIn.variables());
            variables.put("CORS_ORIGINS", "https://app.example https://other.example:8443");
            variables.put("OPERATORS_FILE", operators.path().toString());
            variables.put("REDIS_URL", redis.url());
            variables.put("WEBHOOK_PRIVATE_ADDRESSES", "1");
            variables.put("MARKET_IN_PLAY_DELAY", "60s"); // a test makes requests due
            return new SharedNode(folder, stores, redis, signIn, variables);
        } catch (Exception failure) {
            throw new IllegalStateException("the shared node does not start", failure);
        }
    }

    OpsNode node() {
        return node;
    }

    /** Starts another node of its cluster, in a process of its own. */
    KilledNode startKilledNode() throws Exception {
        Map<String, String> all = TestNode.variables(stores);
        all.putAll(variables);
        return KilledNode.start(all);
    }

    /** Signs ID tokens that the node accepts. */
    SignIn signIn() {
        return signIn;
    }

    RedisClient redis() {
        return redis;
    }

    DataSource dataSource() {
        return stores.dataSource();
    }

    @Override
    public void close() {
        try {
            node.stop();
            redis.close();
            signIn.close();
            redisServer.close();
            stores.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (Exception failure) {
            throw new IllegalStateException("the shared node does not stop", failure);
        }
    }
}
