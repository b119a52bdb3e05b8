package touchline.market.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import touchline.market.key.Keys;
import touchline.market.script.RedisClock;

/** Instruments with their sets, and their ticks: a day's, and those that an open position may still need. */
final class InstrumentHydration {
    private static final int PAGE = 5_000;

    private final UnifiedJedis redis;
    private final HydrationQuery book;

    InstrumentHydration(UnifiedJedis redis, HydrationQuery book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        String now = Long.toString(RedisClock.now(redis));
        try (AbstractPipeline pipeline = redis.pipelined()) {
            book.instruments(row -> instrument(pipeline, row, now));
        }
        ticks();
    }

    private static void instrument(AbstractPipeline pipeline, ResultSet rs, String now) throws SQLException {
        String id = rs.getString("id");
        String settling = rs.getString("settling");
        pipeline.hset(
                Keys.instrument(id),
                Hydration.hash(
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
                        "delisted", rs.getTimestamp("delisted_at") == null ? null : "1"));
        pipeline.sadd(Keys.INSTRUMENTS, id);
        if (rs.getTimestamp("delisted_at") == null) {
            pipeline.sadd(Keys.instrumentsOfTeam(rs.getString("team_id")), id);
        }
        if (rs.getString("fixture_id") != null) {
            pipeline.sadd(Keys.instrumentsOfFixture(rs.getString("fixture_id")), id);
            if (rs.getBoolean("followed")) {
                // Events may have been missed: the match does not trade before the next poll.
                pipeline.hset(Keys.fixture(rs.getString("fixture_id")), Map.of("heard_until", "0", "heard_at", now));
                pipeline.sadd(Keys.FEED_WATCHED, rs.getString("fixture_id"));
            }
        }
    }

    private void ticks() {
        AbstractPipeline pipeline = redis.pipelined();
        int[] waiting = {0};
        try (pipeline) {
            book.ticks(rs -> {
                pipeline.xadd(
                        Keys.priceTicks(rs.getString("instrument_id")),
                        XAddParams.xAddParams().id(new StreamEntryID(rs.getLong("at"), rs.getLong("seq"))),
                        Hydration.hash(
                                "seq", rs.getString("seq"), "price", rs.getString("price"), "at", rs.getString("at")));
                if (++waiting[0] % PAGE == 0) {
                    pipeline.sync();
                }
            });
        }
    }
}
