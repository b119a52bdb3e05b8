package touchline.market.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
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
        try (RebuildWrites writes = new RebuildWrites(redis)) {
            book.wallets(row -> {
                String user = row.getString("user_id");
                Map<String, String> wallet = Hydration.hash(
                        "cash", row.getString("cash"),
                        "held", row.getString("held"),
                        "blocked", row.getString("blocked"));
                writes.add(to -> to.hset(Keys.wallet(user), wallet));
            });
            book.accounts(row -> account(writes, row.getString("name"), row.getString("balance")));
            book.botGrants(row -> account(writes, Keys.BOTS_GRANTED, row.getString("granted")));
            book.holdings(row -> holding(writes, row));
            book.openPositions(row -> open(writes, row));
            book.recentlyClosedPositions(row -> closed(writes, row));
            book.restingRequests(row -> resting(writes, row));
            book.lastId(row -> {
                String last = Long.toString(row.getLong("last") + GAP);
                writes.add(to -> to.set(Keys.IDS, last));
            });
            writes.finish();
        }
    }

    private static void account(RebuildWrites writes, String name, String balance) {
        writes.add(to -> to.hset(Keys.ACCOUNTS, name, balance));
    }

    private static void holding(RebuildWrites writes, ResultSet rs) throws SQLException {
        String user = rs.getString("user_id");
        String instrument = rs.getString("instrument_id");
        String quantity = rs.getString("quantity");
        String cost = rs.getString("cost");
        writes.add(to -> to.hset(Keys.holding(user), instrument, quantity));
        writes.add(to -> to.hset(Keys.holdingCost(user), instrument, cost));
        writes.add(to -> to.sadd(Keys.holders(instrument), user));
    }

    /** What is held for it is in the wallet's row already. */
    private void resting(RebuildWrites writes, ResultSet rs) throws SQLException {
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
        writes.add(to -> to.hset(Keys.request(id), hash));
        writes.add(to -> to.sadd(Keys.restingOfInstrument(instrument), id));
        writes.add(to -> to.sadd(Keys.restingOfUser(user), id));
        long shares = rs.getLong("reserved_shares");
        if (shares > 0) {
            writes.add(to -> to.hincrBy(Keys.reserved(user), instrument, shares));
        }
        if (rs.getString("state").equals("TRIGGERED")) {
            writes.add(to -> to.zadd(Keys.WAITING_TRIGGERED, Double.parseDouble(executeAt), id));
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

    private static void open(RebuildWrites writes, ResultSet rs) throws SQLException {
        String id = rs.getString("id");
        String user = rs.getString("user_id");
        String instrument = rs.getString("instrument_id");
        Map<String, String> hash = position(rs);
        writes.add(to -> to.hset(Keys.position(id), hash));
        writes.add(to -> to.sadd(Keys.positionsOfUser(user), id));
        writes.add(to -> to.sadd(Keys.positionsOfInstrument(instrument), id));
    }

    private static void closed(RebuildWrites writes, ResultSet rs) throws SQLException {
        String key = Keys.closedPosition(rs.getString("id"));
        Map<String, String> hash = position(rs);
        hash.putAll(Hydration.hash(
                "close_reason", rs.getString("close_reason"),
                "close_price", rs.getString("close_price"),
                "close_seq", rs.getString("close_seq"),
                "payout", rs.getString("payout"),
                "closed_at", millis(rs.getTimestamp("closed_at"))));
        writes.add(to -> to.hset(key, hash));
        writes.add(to -> to.expire(key, DAY_SECONDS));
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
