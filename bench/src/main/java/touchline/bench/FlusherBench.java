package touchline.bench;

import java.io.PrintStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import touchline.market.key.Keys;
import touchline.market.outbox.Flusher;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/** Rows per second that the flusher moves from a stream to price_ticks, compared with COPY of the same rows to an equal table. */
final class FlusherBench {
    private static final int ROWS = 200_000;
    private static final int ROUNDS = 3;

    private final Stores stores;
    private final PrintStream out;

    FlusherBench(Stores stores, PrintStream out) {
        this.stores = stores;
        this.out = out;
    }

    void run() throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(stores.databaseUrl());
        database.setUser(stores.databaseUser());
        database.setPassword(stores.databasePassword());
        Migrations.migrate(database);
        double[] flushed = new double[ROUNDS];
        double[] copied = new double[ROUNDS];
        Jdbi jdbi = Jdbi.create(database);
        try (RedisClient redis = RedisClient.create(stores.redisUrl());
                Connection connection = DriverManager.getConnection(stores.databaseUrl(), login())) {
            for (int round = 0; round < ROUNDS; round++) {
                flushed[round] = flushed(redis, jdbi);
                copied[round] = copied(connection);
            }
        }
        double ours = CloseBench.median(flushed);
        double theirs = CloseBench.median(copied);
        out.println("Flusher, ticks, batches of " + Flusher.BATCH
                + ", reading Redis included, durable commits (median of " + ROUNDS + ")");
        out.printf("  flusher %10.0f rows/s   COPY %10.0f rows/s   %3.0f %%%n", ours, theirs, 100 * ours / theirs);
    }

    private static double flushed(RedisClient redis, Jdbi jdbi) {
        redis.flushAll();
        jdbi.useHandle(handle -> {
            handle.execute("TRUNCATE price_ticks");
            handle.execute("UPDATE outbox_offsets SET last_id = '0-0'");
        });
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int n = 1; n <= ROWS; n++) {
                pipeline.xadd(
                        Keys.OUTBOX_TICKS,
                        new StreamEntryID(n, 0),
                        Map.of(
                                "type",
                                "tick",
                                "instrument",
                                Integer.toString(n % 1_000 + 1),
                                "seq",
                                Integer.toString(n),
                                "price",
                                "1000000",
                                "at",
                                Integer.toString(n)));
                if (n % 5_000 == 0) {
                    pipeline.sync();
                }
            }
        }
        long began = System.nanoTime();
        new Flusher(redis, jdbi, Flusher.BATCH).drain(Duration.ofMinutes(2));
        return ROWS * 1e9 / (System.nanoTime() - began);
    }

    private static double copied(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bench_ticks");
            statement.execute("CREATE TABLE bench_ticks (LIKE price_ticks INCLUDING ALL)");
        }
        StringBuilder rows = new StringBuilder();
        for (int n = 1; n <= ROWS; n++) {
            rows.append(n % 1_000 + 1)
                    .append('\t')
                    .append(n)
                    .append("\t1000000\t")
                    .append(n)
                    .append('\n');
        }
        long began = System.nanoTime();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY bench_ticks FROM STDIN", new StringReader(rows.toString()));
        return ROWS * 1e9 / (System.nanoTime() - began);
    }

    private Properties login() {
        Properties login = new Properties();
        login.setProperty("user", stores.databaseUser());
        login.setProperty("password", stores.databasePassword());
        return login;
    }
}
