package touchline.api;

import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.leaderboard.Week;
import touchline.market.money.Price;
import touchline.stores.junit.TestStores;

/** The market that examples and the quick-start are about: five players, one of them frozen and one in a match that is played, and two other matches. */
final class ExampleWorld {
    private record Player(long id, String name, long teamId, String team, String position, long price) {}

    private static final List<Player> PLAYERS = List.of(
            new Player(990101, "Jonas Keller", 8101, "Harbour Town", "Goalkeeper", 600_000),
            new Player(990102, "Mika Sund", 8101, "Harbour Town", "Midfielder", 900_000),
            new Player(990103, "Luca Marin", 8102, "River City", "Attacker", 1_100_000),
            new Player(990104, "Noah Brandt", 8102, "River City", "Defender", 700_000),
            new Player(990105, "Emil Varga", 8103, "Lake Side", "Midfielder", 800_000));

    private ExampleWorld() {}

    /** Once a node has opened the market. */
    static void make(TestStores stores) {
        players(stores);
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            // the match of the last one is live
            redis.hset("fixture:19000003", "live", "1");
            redis.hset("instrument:990105", "fixture_id", "19000003");
            redis.sadd("instruments:fixture:19000003", "990105");
            redis.set("ids", "900000000003"); // of the orders below: a Redis that gave out fewer has lost data
        }
        Jdbi.create(stores.dataSource()).useHandle(handle -> {
            handle.execute("""
                    INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, home_team_id, home_team, away_team_id, away_team,
                                          home_goals, away_goals, minute, polled_at)
                    VALUES (19000001, 1, 'Harbour Town vs River City', now() - interval '1 day', 5, 'FT', 'FINISHED', 8101, 'Harbour Town', 8102, 'River City',
                            1, 0, 90, now()),
                           (19000002, 1, 'River City vs Harbour Town', now() + interval '6 days', 1, 'NS', 'UPCOMING', 8102, 'River City', 8101, 'Harbour Town',
                            0, 0, NULL, now())
                    """);
            handle.execute("""
                    INSERT INTO match_events (fixture_id, event_id, type_id, participant_id, player_id, minute, rescinded, applied, bumps, detail, first_at, at)
                    VALUES (19000001, 70001, 14, 8101, 990102, 63, false, true, '990102:500',
                            '{"id": 70001, "typeId": 14, "participantId": 8101, "playerId": 990102, "minute": 63, "rescinded": false}', now(), now())
                    """);
            handle.execute("""
                    INSERT INTO users (id, name, kind, created_at)
                    VALUES ('ann', 'Ann', 'HUMAN', now()), ('ben', 'Ben', 'HUMAN', now()), ('cy', 'Cy', 'HUMAN', now());
                    INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                    SELECT 900000000000 + n, (ARRAY['ann', 'ben', 'cy'])[n], 990101, 'SELL', 1, 1, 0, (ARRAY[47000, 47000, -12500])[n], 'USER', ?::timestamptz
                    FROM generate_series(1, 3) AS n
                    """, lastWeek().end().minusMillis(1).toString());
            handle.execute("""
                    INSERT INTO spin_seeds (week, seed, seed_hash, made_at)
                    VALUES ('2025-W30', :seed, :hash, '2025-06-30T00:00:00Z');
                    INSERT INTO weekly_spins (week, winner, candidates, seed, seed_hash, drawn_at)
                    VALUES ('2025-W30', 'ann', '{ann,ben}', :seed, :hash, '2025-07-28T00:05:00Z')
                    """.replace(":seed", "'50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c'")
                    .replace(":hash", "'96cf46f9e9312ea9ad00f5f9e63b25643f701246357068549a6c2ea3d163bf1e'"));
        });
    }

    /** Shuts the market, as a node does that finds data missing in Redis; or opens it again. */
    static void shut(TestStores stores, boolean isShut) {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            if (isShut) {
                redis.hset("market", "shut", "for an example");
            } else {
                redis.hdel("market", "shut");
            }
        }
    }

    /** The players alone. */
    static void players(TestStores stores) {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            Instruments instruments = new Instruments(redis);
            PLAYERS.forEach(player -> instruments.list(new Listing(
                    InstrumentId.of(player.id()),
                    player.name(),
                    player.teamId(),
                    player.team(),
                    player.position(),
                    Price.of(player.price()),
                    100_000)));
            redis.hset("instrument:990104", "frozen", "1");
        }
    }

    static Week lastWeek() {
        return Week.of(Clock.systemUTC().instant()).previous();
    }
}
