package touchline.market.recovery;

import java.util.List;
import org.jdbi.v3.core.Handle;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.fixture.EventHistory;
import touchline.market.fixture.MatchEvents;
import touchline.market.margin.RedisClock;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEventJson;

/** What matches have done to prices so far, and which are settled or being settled. */
final class MatchHydration {
    private final UnifiedJedis redis;
    private final Handle book;

    MatchHydration(UnifiedJedis redis, Handle book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        List<Long> fixtures = book.createQuery("SELECT DISTINCT fixture_id FROM match_events ORDER BY 1")
                .mapTo(Long.class)
                .list();
        for (long fixture : fixtures) {
            for (EventHistory.RecordedEvent told : EventHistory.of(book, FixtureId.of(fixture))) {
                redis.hset("event_bumps:" + fixture, Long.toString(told.event().id()), MatchEvents.keptAs(told));
                redis.rpush("events:" + fixture, MatchEventJson.write(told.event(), told.corrections()));
            }
        }
        String now = Long.toString(RedisClock.now(redis));
        book.createQuery("SELECT id FROM fixtures WHERE phase = 'LIVE'")
                .map((rs, ctx) -> redis.hset("fixture:" + rs.getString("id"), "live", "1"))
                .list();
        // A match that is over stays closed, at the prices of its whistle; one settled while it is played stays closed
        // until it is over.
        book.createQuery("""
            SELECT DISTINCT f.id, d.fixture_id IS NOT NULL AS held, w.fixture_id IS NOT NULL AS whistled
            FROM fixtures f JOIN instruments i ON i.fixture_id = f.id
            LEFT JOIN fixture_settlements d ON d.fixture_id = f.id AND d.step = 'DONE'
            LEFT JOIN fixture_whistle_prices w ON w.fixture_id = f.id
            WHERE f.phase IN ('FINISHED', 'VOID') OR d.fixture_id IS NOT NULL
            """)
                .map((rs, ctx) -> redis.hset(
                        "fixture:" + rs.getString("id"),
                        Hydration.hash(
                                "held_since", rs.getBoolean("held") ? now : null,
                                "over", rs.getBoolean("held") ? null : now,
                                "whistle", rs.getBoolean("whistled") && !rs.getBoolean("held") ? now : null)))
                .list();
        book.createQuery(
                        "SELECT fixture_id, step, extract(epoch FROM settled_at) * 1000 AS at FROM fixture_settlements")
                .map((rs, ctx) -> redis.hset(
                        "fixture:" + rs.getString("fixture_id"),
                        rs.getString("step").equals("DONE") ? "settled" : "settling",
                        rs.getString("step").equals("DONE") ? Long.toString(rs.getLong("at")) : "1"))
                .list();
    }
}
