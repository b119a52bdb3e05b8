package touchline.bench;

import java.io.PrintStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import touchline.market.outbox.Flusher;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/**
 * Rows per second that the flusher moves from the streams to the book, compared with COPY of the same rows to an equal table: ticks with the instruments that they move, and lines of the
 * ledger with the orders, positions, holdings, wallets and accounts that they belong to.
 */
final class FlusherBench {
    private static final int WARM_UPS = 2;

    private final Stores stores;
    private final BenchPace pace;
    private final PrintStream out;

    FlusherBench(Stores stores, BenchPace pace, PrintStream out) {
        this.stores = stores;
        this.pace = pace;
        this.out = out;
    }

    Figures run() throws Exception {
        Migrations.migrate(BenchDataSource.of(stores));
        Figures figures = new Figures();
        Jdbi jdbi = Jdbi.create(BenchDataSource.of(stores));
        try (RedisClient redis = RedisClient.create(stores.redisUrl());
                Connection connection = DriverManager.getConnection(stores.databaseUrl(), login())) {
            for (int round = -WARM_UPS; round < pace.rounds(); round++) {
                Figures kept = round < 0 ? new Figures() : figures;
                measure(new OutboxLoad.TickEntries(pace.size(1_000_000)), redis, jdbi, connection, kept);
                measure(new OutboxLoad.TradeEntries(pace.size(100_000)), redis, jdbi, connection, kept);
            }
        }
        out.println("Flusher, batches of " + Flusher.BATCH
                + " and up to four times as many, reading Redis included, durable commits (median of " + pace.rounds()
                + ")");
        for (String kind : new String[] {"ticks", "ledger lines of trades"}) {
            double ours = figures.median("flusher, " + kind + "/s");
            double theirs = figures.median("COPY, " + kind + "/s");
            out.printf(
                    "  %-24s flusher %9.0f rows/s (spread %2.0f %%)   COPY %9.0f rows/s   %3.0f %%   CPU of the flusher %.1f us/row%n",
                    kind,
                    ours,
                    100 * figures.spread("flusher, " + kind + "/s"),
                    theirs,
                    100 * ours / theirs,
                    figures.median("flusher, " + kind + ", CPU us"));
        }
        return figures;
    }

    private static void measure(OutboxLoad load, RedisClient redis, Jdbi jdbi, Connection connection, Figures figures)
            throws Exception {
        redis.flushAll();
        jdbi.useHandle(handle -> {
            handle.execute("TRUNCATE price_ticks, users, wallets, accounts, orders, cfd_positions, spot_holdings,"
                    + " ledger_entries");
            handle.execute("UPDATE outbox_offsets SET last_id = '0-0'");
            handle.execute("CHECKPOINT");
        });
        try (AbstractPipeline pipeline = redis.pipelined()) {
            load.write(pipeline);
        }
        long cpu = cpuNanos();
        long began = System.nanoTime();
        new Flusher(redis, jdbi, Flusher.BATCH).drain(Duration.ofMinutes(2));
        double seconds = (System.nanoTime() - began) / 1e9;
        requireAllApplied(jdbi);
        figures.add("flusher, " + load.rowsAre() + "/s", load.rows() / seconds);
        figures.add("flusher, " + load.rowsAre() + ", CPU us", (cpuNanos() - cpu) / 1e3 / load.rows());
        figures.add("COPY, " + load.rowsAre() + "/s", load.rows() / copySeconds(load, connection));
    }

    /** Entries that are put aside are written again and again in ever smaller batches: that would be measured instead. */
    private static void requireAllApplied(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT error FROM outbox_dead_letters LIMIT 1")
                .mapTo(String.class)
                .findFirst()
                .ifPresent(error -> {
                    throw new IllegalStateException(error);
                }));
    }

    private static double copySeconds(OutboxLoad load, Connection connection) throws Exception {
        String rows = load.copy();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bench_copy");
            statement.execute("CREATE TABLE bench_copy (LIKE " + load.table() + " INCLUDING ALL)");
        }
        long began = System.nanoTime();
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY bench_copy FROM STDIN", new StringReader(rows));
        return (System.nanoTime() - began) / 1e9;
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private Properties login() {
        Properties login = new Properties();
        login.setProperty("user", stores.databaseUser());
        login.setProperty("password", stores.databasePassword());
        return login;
    }
}
