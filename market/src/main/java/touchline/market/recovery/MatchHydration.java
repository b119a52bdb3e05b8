package touchline.market.recovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.fixture.MatchEvents;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.script.RedisClock;

/** What matches have done to prices so far, and which are settled or being settled. */
final class MatchHydration {
    /** After its settlement, as long as a market that was not rebuilt keeps a match. */
    private static final Duration KEPT = Duration.ofDays(14);

    private final UnifiedJedis redis;
    private final HydrationQuery book;

    MatchHydration(UnifiedJedis redis, HydrationQuery book) {
        this.redis = redis;
        this.book = book;
    }

    void run() {
        for (FixtureId fixture : book.fixturesWithEvents()) {
            try (AbstractTransaction step = redis.multi()) {
                MatchEvents.restore(step, fixture, book.events(fixture));
                Map<String, String> voids = book.eventVoids(fixture);
                if (!voids.isEmpty()) {
                    step.hset(Keys.eventVoids(fixture), voids);
                    step.pexpire(Keys.eventVoids(fixture), KEPT.toMillis());
                }
                for (Object reply : step.exec()) {
                    if (reply instanceof JedisDataException refused) {
                        throw refused;
                    }
                }
            }
        }
        String now = Long.toString(RedisClock.now(redis));
        book.liveFixtures(row -> redis.hset(Keys.fixture(row.getString("id")), "live", "1"));
        // A match that is over stays closed, at the prices of its whistle; one settled while it is played stays closed
        // until it is over.
        book.closedFixtures(row -> redis.hset(
                Keys.fixture(row.getString("id")),
                Hydration.hash(
                        "held_since", row.getBoolean("held") ? now : null,
                        "over", row.getBoolean("held") ? null : now,
                        "whistle", row.getBoolean("whistled") && !row.getBoolean("held") ? now : null)));
        book.settlements(row -> settlement(
                row.getString("fixture_id"),
                row.getString("step").equals("DONE") ? row.getLong("at") : null,
                row.getBoolean("left")));
    }

    /** @param left whether no instrument is held in it: then what is kept of it expires, as it would have */
    private void settlement(String fixture, @Nullable Long settledAt, boolean left) {
        redis.hset(
                Keys.fixture(fixture),
                settledAt == null ? "settling" : "settled",
                settledAt == null ? "1" : Long.toString(settledAt));
        if (settledAt != null && left) {
            for (String key : List.of(Keys.fixture(fixture), Keys.eventBumps(fixture), Keys.events(fixture))) {
                redis.pexpireAt(key, settledAt + KEPT.toMillis());
            }
        }
    }
}
