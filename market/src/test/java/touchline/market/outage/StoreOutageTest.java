package touchline.market.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.TestBook;
import touchline.market.store.RedisConnections;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class StoreOutageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    OOM command not allowed when used memory > 'maxmemory'. | OOM
                    OOM command not allowed when used memory > 'maxmemory'. script: 0f, on @user_script:12. | OOM
                    ERR Error running script (call to f_0f): @user_script:12: @user_script: 12: -OOM command not allowed | OOM
                    ERR Error running script (call to f_0f): @user_script:12: @user_script: 12: -READONLY You can't write | READONLY
                    MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. | MISCONF
                    MISCONF Errors writing to the AOF file: No space left on device | MISCONF
                    LOADING Redis is loading the dataset in memory | LOADING
                    READONLY You can't write against a read only replica. | READONLY
                    NOREPLICAS Not enough good replicas to write. | NOREPLICAS
                    NOPERM this user has no permissions to run the 'evalsha' command | NOPERM
                    ERR The user executing the script can't run this command or subcommand script: 0f, on @user_script:320. | NOPERM
                    ERR Error running script (call to f_0f): @user_script:12: @user_script: 12: The user executing the script can't run this command or subcommand | NOPERM
                    MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. | MASTERDOWN
                    """)
    void whatRedisRefusesForNow(String message, String reason) {
        assertThat(StoreOutage.of(new JedisDataException(message))).contains(new StoreOutage("redis", reason));
        assertThat(StoreOutage.of(new IllegalStateException("around it", new JedisDataException(message))))
                .contains(new StoreOutage("redis", reason));
    }

    @Test
    void aBusyRedisAndOneOutOfReach() {
        assertThat(StoreOutage.of(new JedisBusyException("BUSY Redis is busy running a script.")))
                .contains(new StoreOutage("redis", "BUSY"));
        assertThat(StoreOutage.of(new JedisConnectionException("Read timed out")))
                .contains(new StoreOutage("redis", "unreachable"));
    }

    /** As under more requests than there are connections. */
    @Test
    void allConnectionsToRedisAreTaken(TestStores stores) {
        try (RedisClient redis = RedisConnections.to(stores.redisUrl()).pool("outage", 1);
                AbstractPipeline taken = redis.pipelined()) {
            assertThat(taken).isNotNull();
            assertThat(StoreOutage.of(catchThrowable(() -> redis.get("x")))).contains(new StoreOutage("redis", "pool"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "BUSYGROUP Consumer Group name already exists",
                "ERR value is not an integer or out of range",
                "ERR unknown command 'OOM'",
                "NOSCRIPT No matching script. Please use EVAL."
            })
    void faultsOfOursAreNoOutage(String message) {
        assertThat(StoreOutage.of(new JedisDataException(message))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "57P01", "57P02", "57P03", "57014", "25006", "08000", "08003", "08006", "28000", "28P01", "42501",
                "53100", "53300", "55P03", "57P04", "58030"
            })
    void whatPostgresRefusesForNow(String state) {
        assertThat(StoreOutage.of(new IllegalStateException(new SQLException("x", state))))
                .contains(new StoreOutage("postgres", state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42P01", "40001"})
    void faultyStatementsAreNoOutage(String state) {
        assertThat(StoreOutage.of(new SQLException("x", state))).isEmpty();
    }

    @Test
    void aConnectionThatIsLostInMidStatement(TestStores stores) {
        Jdbi jdbi = TestBook.on(stores.dataSource());
        CompletableFuture<Throwable> lost = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> jdbi.useHandle(handle -> handle.execute("SELECT pg_sleep(600)"))));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbi.withHandle(
                        handle -> handle.createQuery("""
                                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                                WHERE datname = current_database() AND query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()
                                """).mapTo(Long.class).one() > 0));

        assertThat(StoreOutage.of(lost.join())).contains(new StoreOutage("postgres", "57P01"));
        assertThat(StoreOutage.of(catchThrowable(() -> jdbi.useTransaction(handle -> {
                    handle.execute("SET LOCAL statement_timeout = '1ms'");
                    handle.execute("SELECT pg_sleep(600)");
                }))))
                .contains(new StoreOutage("postgres", "57014"));
        assertThat(StoreOutage.of(catchThrowable(() -> jdbi.useTransaction(handle -> {
                    handle.execute("SET TRANSACTION READ ONLY");
                    handle.execute("DELETE FROM orders");
                }))))
                .contains(new StoreOutage("postgres", "25006"));
        assertThat(StoreOutage.of(catchThrowable(() -> jdbi.useHandle(handle -> handle.execute("SELECT 1 / 0")))))
                .isEmpty();
    }
}
