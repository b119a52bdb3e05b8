package touchline.market.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.position.rule.Levels;

/** Wallets, accounts, holdings, positions, and where ids go on. */
final class TradeHydration {
    private static final long DAY_SECONDS = 86_400;
    /** Ids that were given out and lost before they were flushed must not be given out again. */
    static final long GAP = 1_000_000;

    private final UnifiedJedis redis;
    private final Handle book;

    TradeHydration(UnifiedJedis redis, Handle book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        try (AbstractPipeline pipeline = redis.pipelined()) {
            each(
                    "SELECT w.*, CASE WHEN b.user_id IS NOT NULL THEN '1' END AS blocked FROM wallets w LEFT JOIN customer_blocks b USING (user_id)",
                    rs -> pipeline.hset(
                            Keys.wallet(rs.getString("user_id")),
                            Hydration.hash(
                                    "cash", rs.getString("cash"),
                                    "held", rs.getString("held"),
                                    "blocked", rs.getString("blocked"))));
            each(
                    "SELECT * FROM accounts",
                    rs -> pipeline.hset(Keys.ACCOUNTS, rs.getString("name"), rs.getString("balance")));
            each(
                    "SELECT sum(amount) AS granted FROM ledger_entries WHERE kind = 'bot-wallet' HAVING sum(amount) > 0",
                    rs -> pipeline.hset(Keys.ACCOUNTS, "bots_granted", rs.getString("granted")));
            each("SELECT * FROM spot_holdings", rs -> holding(pipeline, rs));
            each("SELECT * FROM cfd_positions WHERE closed_at IS NULL", rs -> open(pipeline, rs));
            each(
                    "SELECT * FROM cfd_positions WHERE closed_at > now() - interval '24 hours'",
                    rs -> closed(pipeline, rs));
            each("""
                    SELECT greatest((SELECT max(id) FROM orders), (SELECT max(id) FROM cfd_positions), (SELECT max(id) FROM position_requests)) AS last
                    """, rs -> pipeline.set(Keys.IDS, Long.toString(rs.getLong("last") + GAP)));
        }
    }

    private static void holding(AbstractPipeline pipeline, ResultSet rs) throws SQLException {
        String user = rs.getString("user_id");
        String instrument = rs.getString("instrument_id");
        pipeline.hset(Keys.holding(user), instrument, rs.getString("quantity"));
        pipeline.hset(Keys.holdingCost(user), instrument, rs.getString("cost"));
        pipeline.sadd(Keys.holders(instrument), user);
    }

    private static void open(AbstractPipeline pipeline, ResultSet rs) throws SQLException {
        String id = rs.getString("id");
        pipeline.hset(Keys.position(id), position(rs));
        pipeline.sadd(Keys.positionsOfUser(rs.getString("user_id")), id);
        pipeline.sadd(Keys.positionsOfInstrument(rs.getString("instrument_id")), id);
    }

    private static void closed(AbstractPipeline pipeline, ResultSet rs) throws SQLException {
        Map<String, String> hash = position(rs);
        hash.putAll(Hydration.hash(
                "close_reason", rs.getString("close_reason"),
                "close_price", rs.getString("close_price"),
                "close_seq", rs.getString("close_seq"),
                "payout", rs.getString("payout"),
                "closed_at", millis(rs.getTimestamp("closed_at"))));
        pipeline.hset(Keys.closedPosition(rs.getString("id")), hash);
        pipeline.expire(Keys.closedPosition(rs.getString("id")), DAY_SECONDS);
    }

    private static Map<String, String> position(ResultSet rs) throws SQLException {
        Levels.Level level = Levels.parse(rs.getString("levels")).latest();
        return Hydration.hash(
                "user", rs.getString("user_id"),
                "instrument", rs.getString("instrument_id"),
                "direction", rs.getString("direction"),
                "quantity", rs.getString("quantity"),
                "leverage", rs.getString("leverage"),
                "entry_price", rs.getString("entry_price"),
                "margin", rs.getString("margin"),
                "wash_out", rs.getString("wash_out"),
                "levels", rs.getString("levels"),
                "stop_loss", level.stopLoss(),
                "take_profit", level.takeProfit(),
                "open_seq", rs.getString("open_seq"),
                "open_tick_at", rs.getString("open_tick_at"),
                "opened_at", millis(rs.getTimestamp("opened_at")));
    }

    private static long millis(Timestamp timestamp) {
        return timestamp.toInstant().toEpochMilli();
    }

    private void each(String sql, Row row) {
        book.createQuery(sql)
                .setFetchSize(5_000)
                .map((rs, ctx) -> {
                    row.take(rs);
                    return true;
                })
                .forEach(taken -> {});
    }

    /** Takes a row. */
    @FunctionalInterface
    private interface Row {
        void take(ResultSet rs) throws SQLException;
    }
}
