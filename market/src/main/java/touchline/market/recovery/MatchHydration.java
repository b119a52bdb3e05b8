package touchline.market.recovery;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.fixture.MatchEvents;
import touchline.market.key.Keys;
import touchline.market.margin.RedisClock;
import touchline.market.matchfeed.FixtureId;

/** What matches have done to prices so far, and which are settled or being settled. */
final class MatchHydration {
    /** After its settlement, as long as a market that was not rebuilt keeps a match. */
    private static final Duration KEPT = Duration.ofDays(14);

    private final UnifiedJedis redis;
    private final Handle book;

    MatchHydration(UnifiedJedis redis, Handle book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        List<Long> fixtures = book.createQuery("""
            SELECT DISTINCT e.fixture_id FROM match_events e
            LEFT JOIN fixture_settlements s ON s.fixture_id = e.fixture_id AND s.step = 'DONE'
            WHERE s.settled_at IS NULL OR s.settled_at > now() - interval '14 days' ORDER BY 1
            """).mapTo(Long.class).list();
        for (long fixture : fixtures) {
            try (AbstractTransaction step = redis.multi()) {
                MatchEvents.restore(step, FixtureId.of(fixture), MatchEventQuery.of(book, FixtureId.of(fixture)));
                step.exec();
            }
        }
        String now = Long.toString(RedisClock.now(redis));
        book.createQuery("SELECT id FROM fixtures WHERE phase = 'LIVE'")
                .map((rs, ctx) -> redis.hset(Keys.fixture(rs.getString("id")), "live", "1"))
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
                        Keys.fixture(rs.getString("id")),
                        Hydration.hash(
                                "held_since", rs.getBoolean("held") ? now : null,
                                "over", rs.getBoolean("held") ? null : now,
                                "whistle", rs.getBoolean("whistled") && !rs.getBoolean("held") ? now : null)))
                .list();
        book.createQuery("""
            SELECT s.fixture_id, s.step, extract(epoch FROM s.settled_at) * 1000 AS at,
                   NOT EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = s.fixture_id) AS left
            FROM fixture_settlements s
            WHERE s.step <> 'DONE' OR s.settled_at > now() - interval '14 days'
               OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = s.fixture_id)
            """)
                .map((rs, ctx) -> settlement(
                        rs.getString("fixture_id"),
                        rs.getString("step").equals("DONE") ? rs.getLong("at") : null,
                        rs.getBoolean("left")))
                .list();
    }

    /** @param left whether no instrument is held in it: then what is kept of it expires, as it would have */
    private boolean settlement(String fixture, @Nullable Long settledAt, boolean left) {
        redis.hset(
                Keys.fixture(fixture),
                settledAt == null ? "settling" : "settled",
                settledAt == null ? "1" : Long.toString(settledAt));
        if (settledAt != null && left) {
            for (String key : List.of(Keys.fixture(fixture), Keys.eventBumps(fixture), Keys.events(fixture))) {
                redis.pexpireAt(key, settledAt + KEPT.toMillis());
            }
        }
        return left;
    }
}
