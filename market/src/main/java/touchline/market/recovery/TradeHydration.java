package touchline.market.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
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
    private final HydrationQuery book;

    private final Map<String, Long> lastTicks = new HashMap<>();

    TradeHydration(UnifiedJedis redis, HydrationQuery book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        try (AbstractPipeline pipeline = redis.pipelined()) {
            book.wallets(row -> pipeline.hset(
                    Keys.wallet(row.getString("user_id")),
                    Hydration.hash(
                            "cash", row.getString("cash"),
                            "held", row.getString("held"),
                            "blocked", row.getString("blocked"))));
            book.accounts(row -> pipeline.hset(Keys.ACCOUNTS, row.getString("name"), row.getString("balance")));
            book.botGrants(row -> pipeline.hset(Keys.ACCOUNTS, "bots_granted", row.getString("granted")));
            book.holdings(row -> holding(pipeline, row));
            book.openPositions(row -> open(pipeline, row));
            book.recentlyClosedPositions(row -> closed(pipeline, row));
            book.restingRequests(row -> resting(pipeline, row));
            book.lastId(row -> pipeline.set(Keys.IDS, Long.toString(row.getLong("last") + GAP)));
        }
    }

    private static void holding(AbstractPipeline pipeline, ResultSet rs) throws SQLException {
        String user = rs.getString("user_id");
        String instrument = rs.getString("instrument_id");
        pipeline.hset(Keys.holding(user), instrument, rs.getString("quantity"));
        pipeline.hset(Keys.holdingCost(user), instrument, rs.getString("cost"));
        pipeline.sadd(Keys.holders(instrument), user);
    }

    /** What is held for it is in the wallet's row already. */
    private void resting(AbstractPipeline pipeline, ResultSet rs) throws SQLException {
        String id = rs.getString("id");
        String user = rs.getString("user_id");
        String instrument = rs.getString("instrument_id");
        String executeAt = Long.toString(millis(rs.getTimestamp("execute_at")));
        Map<String, String> hash = Hydration.hash(
                "kind",
                rs.getString("kind"),
                "user",
                user,
                "instrument",
                instrument,
                "state",
                rs.getString("state"),
                "execute_at",
                executeAt,
                "reserved",
                rs.getString("reserved"),
                "reserved_shares",
                rs.getString("reserved_shares"),
                "fixture",
                "",
                "events",
                "0",
                "limit_price",
                "",
                "stop_price",
                "",
                "worst",
                "");
        for (String term : rs.getString("terms").split(" ", -1)) {
            int at = term.indexOf('=');
            hash.put(term.substring(0, at), term.substring(at + 1));
        }
        restFromTheLastTick(instrument, hash);
        pipeline.hset(Keys.request(id), hash);
        pipeline.sadd(Keys.restingOfInstrument(instrument), id);
        pipeline.sadd(Keys.restingOfUser(user), id);
        if (rs.getLong("reserved_shares") > 0) {
            pipeline.hincrBy(Keys.reserved(user), instrument, rs.getLong("reserved_shares"));
        }
        if (rs.getString("state").equals("TRIGGERED")) {
            pipeline.zadd(Keys.WAITING_TRIGGERED, Double.parseDouble(executeAt), id);
        }
    }

    /** The book may have the order of a tick that it doesn't have: the number of that tick is given again, to a tick that has to trigger it. */
    private void restFromTheLastTick(String instrument, Map<String, String> hash) {
        long last = lastTicks.computeIfAbsent(instrument, id -> {
            String seq = redis.hget(Keys.instrument(id), "tick_seq");
            return seq == null ? Long.MAX_VALUE : Long.parseLong(seq);
        });
        if (Long.parseLong(hash.getOrDefault("after_seq", "0")) > last) {
            hash.put("after_seq", Long.toString(last));
        }
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
}
