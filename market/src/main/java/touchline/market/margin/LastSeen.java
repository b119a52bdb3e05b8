package touchline.market.margin;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;
import touchline.market.script.MarketShutException;
import touchline.market.script.RedisClock;
import touchline.market.script.Reply;
import touchline.market.wallet.UserId;

/**
 * {@code last_seen:{userId}}: until when everything a user has open has been judged, in ms since the epoch by Redis' clock. Only ever raised, and
 * only to what is true; a lower one costs a longer replay, a higher one would cost a breach. So nothing is raised while the market is shut, and one ahead of Redis' clock is lowered:
 * the clock was set back. Thread-safe.
 */
public final class LastSeen {
    private static final LuaScript RAISE = LuaScript.beside(LastSeen.class, "last_seen_raise");
    private static final LuaScript FOLLOW = LuaScript.beside(LastSeen.class, "last_seen_follow");

    private static final int USERS_A_RUN = 200;

    private final UnifiedJedis redis;

    public LastSeen(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Empty where it was never noted, or where others have written something else than a number. */
    public OptionalLong of(UserId user) {
        try {
            String value = redis.get(key(user));
            return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException foreign) {
            return OptionalLong.empty();
        } catch (JedisDataException refused) {
            if (String.valueOf(refused.getMessage()).startsWith("WRONGTYPE")) {
                return OptionalLong.empty();
            }
            throw refused;
        }
    }

    /**
     * Notes that all these users have open has been judged.
     *
     * @param until read from {@link #now} before their positions and ticks were
     */
    public void raise(Collection<UserId> users, long until) {
        if (!users.isEmpty()) {
            run(RAISE, users.stream().map(LastSeen::key).toList(), List.of(Long.toString(until)));
        }
    }

    /** Raises it as far as the StopWatch has judged; for users who are connected. */
    public void follow(Collection<UserId> users) {
        List<String> left = users.stream().map(UserId::value).toList();
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(left.size(), USERS_A_RUN));
            int lookedAt = run(FOLLOW, List.of(Keys.WATCHED_OFFSETS), some)
                    .map(reply -> Math.toIntExact(reply.number(2)))
                    .orElse(some.size());
            left = left.subList(lookedAt, left.size());
        }
    }

    /** Empty while the market is shut: it is raised later, and what is lower is only replayed once more. */
    private Optional<Reply> run(LuaScript script, List<String> keys, List<String> args) {
        try {
            return Optional.of(script.run(redis, keys, args));
        } catch (MarketShutException left) {
            return Optional.empty();
        }
    }

    /** Redis' clock, by which ticks are stamped; ms since the epoch. */
    public long now() {
        return RedisClock.now(redis);
    }

    private static String key(UserId user) {
        return Keys.lastSeen(user);
    }
}
