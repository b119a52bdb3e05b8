package touchline.market.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import touchline.market.key.Keys;
import touchline.market.script.RedisClock;

/** Instruments with their sets, and their ticks: a day's, and those that an open position may still need. */
final class InstrumentHydration {
    private final UnifiedJedis redis;
    private final HydrationQuery book;

    InstrumentHydration(UnifiedJedis redis, HydrationQuery book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        String now = Long.toString(RedisClock.now(redis));
        try (RebuildWrites writes = new RebuildWrites(redis)) {
            book.instruments(row -> instrument(writes, row, now));
            writes.finish();
        }
        ticks();
    }

    private static void instrument(RebuildWrites writes, ResultSet rs, String now) throws SQLException {
        String id = rs.getString("id");
        String settling = rs.getString("settling");
        Map<String, String> hash = Hydration.hash(
                "name", rs.getString("name"),
                "team_id", rs.getString("team_id"),
                "team", rs.getString("team"),
                "position", rs.getString("position"),
                "depth", rs.getString("depth"),
                "live_base_price", rs.getString("live_base_price"),
                "below_floor", rs.getString("below_floor"),
                "net_flow", rs.getString("net_flow"),
                "price", rs.getString("price"),
                "tick_seq", rs.getString("tick_seq"),
                "tick_at", rs.getString("tick_at"),
                "long_open", rs.getString("long_open"),
                "short_open", rs.getString("short_open"),
                "fixture_id", rs.getString("fixture_id"),
                "match_base_price", rs.getString("match_base_price"),
                "frozen",
                        rs.getBoolean("over")
                                        || (rs.getBoolean("frozen")
                                                && (settling != null || rs.getString("frozen_for") == null))
                                ? "1"
                                : null,
                "frozen_over", rs.getBoolean("over") ? "set" : null,
                "frozen_for", settling,
                "ft_price", rs.getString("ft_price"),
                "ft_spot", rs.getString("ft_spot"),
                "ft_seq", rs.getString("ft_seq"),
                "delisted", rs.getTimestamp("delisted_at") == null ? null : "1");
        writes.add(to -> to.hset(Keys.instrument(id), hash));
        writes.add(to -> to.sadd(Keys.INSTRUMENTS, id));
        if (rs.getTimestamp("delisted_at") == null) {
            String team = rs.getString("team_id");
            writes.add(to -> to.sadd(Keys.instrumentsOfTeam(team), id));
        }
        String fixture = rs.getString("fixture_id");
        if (fixture != null) {
            writes.add(to -> to.sadd(Keys.instrumentsOfFixture(fixture), id));
            if (rs.getBoolean("followed")) {
                // Events may have been missed: the match does not trade before the next poll.
                writes.add(to -> to.hset(Keys.fixture(fixture), Map.of("heard_until", "0", "heard_at", now)));
                writes.add(to -> to.sadd(Keys.FEED_WATCHED, fixture));
            }
        }
    }

    private void ticks() {
        try (RebuildWrites writes = new RebuildWrites(redis)) {
            book.ticks(rs -> {
                String key = Keys.priceTicks(rs.getString("instrument_id"));
                XAddParams id = XAddParams.xAddParams().id(new StreamEntryID(rs.getLong("at"), rs.getLong("seq")));
                Map<String, String> tick = Hydration.hash(
                        "seq", rs.getString("seq"), "price", rs.getString("price"), "at", rs.getString("at"));
                writes.add(to -> to.xadd(key, id, tick));
            });
            writes.finish();
        }
    }
}
