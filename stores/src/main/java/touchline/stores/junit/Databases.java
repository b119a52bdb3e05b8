package touchline.stores.junit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGPoolingDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.migrations.Migrations;

/**
 * Fresh databases, copied from a migrated one. The next one is made, and the last one dropped, while a test works
 * with its own.
 */
final class Databases {
    private final Servers servers;
    private final String prefix = "test_" + UUID.randomUUID().toString().substring(0, 8);
    private final String template;
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test-databases");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<String> next;
    private @Nullable Connection connection;

    /** Migrates the template, unless the servers have one. */
    Databases(Servers servers) {
        this.servers = servers;
        this.template = servers.migrated().orElse(prefix);
        if (servers.migrated().isEmpty()) {
            execute("CREATE DATABASE " + template);
            Migrations.migrate(dataSource(template));
        }
        next = CompletableFuture.supplyAsync(this::copy, background);
        if (servers.databaseUrl().equals(System.getenv("DATABASE_URL"))) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::leaveNothing, "test-databases-drop"));
        }
    }

    /** The name of a new database. */
    synchronized String create() {
        String name = next.join();
        next = CompletableFuture.supplyAsync(this::copy, background);
        return name;
    }

    private String copy() {
        String name = prefix + "_" + count.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
        return name;
    }

    private synchronized void leaveNothing() {
        drop(next.join());
        CompletableFuture.runAsync(() -> dropNow(template), background).join();
    }

    /** Drops a database in the background, in the order of the calls. At the end of the JVM its server may end first. */
    void drop(String name) {
        background.execute(() -> {
            try {
                dropNow(name);
            } catch (IllegalStateException failure) {
                if (!jvmIsEnding()) {
                    throw failure;
                }
            }
        });
    }

    private static boolean jvmIsEnding() {
        Thread probe = new Thread(() -> {}, "test-databases-probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    private void dropNow(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** Opens connections on demand and keeps them; a connection costs the server a process. */
    @SuppressWarnings("deprecation") // in favour of libraries that this module would bring for tests alone
    PGPoolingDataSource pool(String name) {
        PGPoolingDataSource pool = new PGPoolingDataSource();
        pool.setDataSourceName(name);
        pool.setUrl(servers.databaseUrl(name));
        pool.setUser(servers.user());
        pool.setPassword(servers.password());
        pool.setConnectTimeout(5);
        pool.setSocketTimeout(60);
        // A node that a test suspends in a transaction must not hold its locks for good, as it does not in production.
        pool.setOptions("-c idle_in_transaction_session_timeout=20s");
        pool.setInitialConnections(0);
        pool.setMaxConnections(0);
        return pool;
    }

    private DataSource dataSource(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(servers.databaseUrl(name));
        source.setUser(servers.user());
        source.setPassword(servers.password());
        source.setConnectTimeout(5);
        source.setSocketTimeout(60);
        return source;
    }

    /** Runs in the constructor, and then in the background only. */
    private void execute(String sql) {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException("Failed: " + sql, failure);
        }
    }

    /** One for all statements: opening a connection costs more than a copy of the database. A test may have ended it. */
    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null || !open.isValid(5)) {
            PGSimpleDataSource server = new PGSimpleDataSource();
            server.setUrl(servers.databaseUrl());
            server.setUser(servers.user());
            server.setPassword(servers.password());
            open = server.getConnection();
            connection = open;
        }
        return open;
    }
}
