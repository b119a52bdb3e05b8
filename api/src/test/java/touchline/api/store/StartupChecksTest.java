package touchline.api.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.store.RedisConnections;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class StartupChecksTest {
    @Test
    void soundStoresPass(TestStores stores) {
        try (RedisClient redis = RedisConnections.to(stores.redisUrl()).pool("test", 2)) {
            assertThatCode(() -> new StartupChecks(redis, stores.dataSource()).run())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aSchemaOlderThanTheCodeIsRefused(TestStores stores) {
        Jdbi.create(stores.dataSource())
                .useHandle(handle -> handle.execute("DELETE FROM flyway_schema_history WHERE installed_rank ="
                        + " (SELECT max(installed_rank) FROM flyway_schema_history)"));

        assertRefused(stores, "The database's schema lacks V", "touchline migrate");
    }

    @Test
    void aDatabaseWithoutASchemaIsRefused(TestStores stores) {
        Jdbi.create(stores.dataSource())
                .useHandle(handle -> handle.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));

        assertRefused(stores, "The database's schema lacks V1, V2,", "touchline migrate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "volatile-ttl", "allkeys-random"})
    void aRedisThatEvictsIsRefused(String policy, TestStores stores, @TempDir Path folder) {
        try (BareRedis evicting = BareRedis.start(folder, "--maxmemory-policy", policy)) {
            assertRefused(stores, evicting, "Redis' maxmemory-policy is " + policy, "set it to noeviction");
        }
    }

    @Test
    void aRedisWhoseUserMayNotRunACommandOfTheScriptsIsRefused(TestStores stores, @TempDir Path folder) {
        try (BareRedis server = BareRedis.start(folder);
                Jedis operator = new Jedis(server.url())) {
            operator.aclSetUser("default", "-xadd");
            assertRefused(stores, server, "Redis' user lacks permissions", "XADD");
            operator.aclSetUser("default", "-eval", "-evalsha");
            assertRefused(stores, server, "Redis' user lacks permissions", "evalsha");
        }
    }

    @Test
    void aSentinelIsRefused(TestStores stores, @TempDir Path folder) {
        try (BareRedis sentinel = BareRedis.start(folder, "--sentinel")) {
            assertRefused(stores, sentinel, "REDIS_URL leads to a Sentinel", "redis+sentinel://");
        }
    }

    @Test
    void aNodeOfARedisClusterIsRefused(TestStores stores, @TempDir Path folder) {
        try (BareRedis node = BareRedis.start(folder, "--cluster-enabled", "yes")) {
            assertRefused(stores, node, "REDIS_URL leads to a Redis Cluster", "standalone");
        }
    }

    /** Like PgBouncer with pool_mode=transaction: each transaction gets a free session. */
    @Test
    void aPoolerThatSharesSessionsIsRefused(TestStores stores) throws Exception {
        try (Connection shared = stores.dataSource().getConnection();
                RedisClient redis = RedisConnections.to(stores.redisUrl()).pool("test", 2)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new StartupChecks(redis, new Pooler(() -> shared)).run())
                    .withMessageContaining("DATABASE_URL leads through a pooler")
                    .withMessageContaining("pool_mode");
        }
    }

    /** And where another client has that session meanwhile, a client gets another one. */
    @Test
    void aPoolerThatChangesSessionsIsRefused(TestStores stores) throws Exception {
        try (Connection first = stores.dataSource().getConnection();
                Connection second = stores.dataSource().getConnection();
                Connection third = stores.dataSource().getConnection();
                RedisClient redis = RedisConnections.to(stores.redisUrl()).pool("test", 2)) {
            Connection[] turns = {first, second, third};
            int[] turn = {0};
            Pooler pooler = new Pooler(() -> turns[turn[0]++ % 3]);
            assertThatIllegalStateException()
                    .isThrownBy(() -> new StartupChecks(redis, pooler).run())
                    .withMessageContaining("DATABASE_URL leads through a pooler");
        }
    }

    private static void assertRefused(TestStores stores, String... words) {
        try (RedisClient redis = RedisConnections.to(stores.redisUrl()).pool("test", 2)) {
            assertRefused(new StartupChecks(redis, stores.dataSource()), words);
        }
    }

    private static void assertRefused(TestStores stores, BareRedis instead, String... words) {
        try (RedisClient redis = RedisConnections.to(instead.url()).pool("test", 2)) {
            assertRefused(new StartupChecks(redis, stores.dataSource()), words);
        }
    }

    private static void assertRefused(StartupChecks checks, String... words) {
        assertThatIllegalStateException()
                .isThrownBy(checks::run)
                .withMessageMatching("[^\n]*")
                .withMessageContainingAll(words);
    }

    /** Where each statement of a client's goes. */
    private interface Sessions {
        Connection next();
    }

    /** Hands every statement to the session that it is given then. */
    private record Pooler(Sessions sessions) implements DataSource {
        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Pooler.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "createStatement" -> method.invoke(sessions.next(), arguments);
                        default -> null; // it commits and closes nothing: the sessions are the pooler's
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("nothing is wrapped");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
