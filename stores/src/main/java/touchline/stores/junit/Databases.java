package touchline.stores.junit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.migrations.Migrations;

/** Fresh databases, copied from one that was migrated once. The next one is made while a test works with the last. */
final class Databases {
    private final Servers servers;
    private final String prefix = "test_" + UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger count = new AtomicInteger();
    private CompletableFuture<String> next;

    /** Migrates the template. */
    Databases(Servers servers) {
        this.servers = servers;
        execute("CREATE DATABASE " + prefix);
        Migrations.migrate(dataSource(prefix));
        next = CompletableFuture.supplyAsync(this::copy);
        if (servers.databaseUrl().equals(System.getenv("DATABASE_URL"))) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::leaveNothing, "test-databases-drop"));
        }
    }

    /** The name of a new database. */
    synchronized String create() {
        String name = next.join();
        next = CompletableFuture.supplyAsync(this::copy);
        return name;
    }

    private String copy() {
        String name = prefix + "_" + count.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + prefix + " STRATEGY file_copy");
        return name;
    }

    private synchronized void leaveNothing() {
        drop(next.join());
        drop(prefix);
    }

    void drop(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    DataSource dataSource(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(servers.databaseUrl(name));
        source.setUser(servers.user());
        source.setPassword(servers.password());
        source.setConnectTimeout(5);
        source.setSocketTimeout(60);
        return source;
    }

    private void execute(String sql) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(servers.databaseUrl());
        server.setUser(servers.user());
        server.setPassword(servers.password());
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException("Failed: " + sql, failure);
        }
    }
}
