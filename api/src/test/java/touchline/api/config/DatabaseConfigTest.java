package touchline.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class DatabaseConfigTest {
    /** Our session settings override those of the URL and the database; others are kept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?options=-c%20search_path%3Dtl%20-c%20statement_timeout%3D0%20-c%20timezone%3DPacific/Chatham",
                "?currentSchema=tl&socketTimeout=0&options=-c%20default_transaction_isolation%3Dserializable",
            })
    void ourSessionSettingsOverrideTheUrl(String parameters, TestStores stores) throws Exception {
        Jdbi.create(stores.dataSource()).useHandle(handle -> {
            String name = handle.select("SELECT current_database()")
                    .mapTo(String.class)
                    .one();
            for (String setting : List.of(
                    "default_transaction_isolation = 'serializable'",
                    "statement_timeout = 0",
                    "idle_in_transaction_session_timeout = 0",
                    "timezone = 'Asia/Tokyo'")) {
                handle.execute("ALTER DATABASE " + name + " SET " + setting);
            }
        });
        DataSourceFactory factory =
                config(stores, stores.databaseUrl() + parameters).pool(3);
        assertThat(factory.getProperties()).containsEntry("connectTimeout", "2"); // the driver's is 10
        ManagedDataSource pool = open(factory);
        List<Connection> all = new ArrayList<>();
        try {
            for (int n = 0; n < 3; n++) {
                all.add(pool.getConnection());
            }
            for (Connection each : all) {
                assertThat(show(each, "statement_timeout")).isEqualTo("5s");
                assertThat(show(each, "idle_in_transaction_session_timeout")).isEqualTo("1min");
                assertThat(show(each, "timezone")).isEqualTo("UTC");
                assertThat(show(each, "transaction_isolation")).isEqualTo("read committed");
                assertThat(show(each, "application_name")).isEqualTo("touchline");
                assertThat(each.getNetworkTimeout()).isEqualTo(10_000);
                assertThat(show(each, "search_path").contains("tl")).isEqualTo(!parameters.isEmpty());
            }
        } finally {
            for (Connection each : all) {
                each.close();
            }
            pool.stop();
        }
    }

    @Test
    void aCommandHasABoundOfItsOwn(TestStores stores) throws Exception {
        ManagedDataSource pool = open(config(stores, stores.databaseUrl()).commandPool(1));
        try (Connection connection = pool.getConnection()) {
            assertThat(show(connection, "statement_timeout")).isEqualTo("30min");
            assertThat(connection.getNetworkTimeout()).isEqualTo(1_805_000);
        } finally {
            pool.stop();
        }
    }

    @Test
    void theReachableOneOfSeveralHostsIsUsed(TestStores stores) throws Exception {
        String url = stores.databaseUrl().replaceFirst("jdbc:postgresql://", "postgres://");
        try (Connection connection = connect(stores, url.replaceFirst("//", "//127.0.0.1:1,"))) {
            assertThat(show(connection, "transaction_read_only")).isEqualTo("off");
        }
    }

    @Test
    void aHostThatDoesNotAcceptFreesACaller(TestStores stores) throws Exception {
        List<Socket> queued = new ArrayList<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int n = 0; n < 3; n++) {
                Socket socket = new Socket();
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException isFull) {
                    // as meant
                }
                queued.add(socket);
            }
            String url = "postgres://127.0.0.1:" + full.getLocalPort() + "/db?connectTimeout=0&loginTimeout=0";

            assertThatThrownBy(() -> thread.submit(() -> connect(stores, url)).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("SocketTimeoutException");
        } finally {
            thread.shutdownNow();
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    private static Connection connect(TestStores stores, String url) throws SQLException {
        return open(config(stores, url).pool(1)).getConnection();
    }

    private static DatabaseConfig config(TestStores stores, String url) {
        return new DatabaseConfig(url, stores.user(), stores.password(), Duration.minutes(30));
    }

    private static ManagedDataSource open(DataSourceFactory factory) {
        return factory.build(new MetricRegistry(), "test");
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
