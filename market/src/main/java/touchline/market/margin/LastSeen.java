package touchline.market.margin;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.script.LuaScript;
import touchline.market.wallet.UserId;

/**
 * {@code last_seen:{userId}}: until when everything a user has open has been judged, in ms since the epoch by Redis' clock. Only ever raised, and
 * only to what is true; a lower one costs a longer replay, a higher one would cost a breach. Thread-safe.
 */
public final class LastSeen {
    private static final LuaScript RAISE = LuaScript.beside(LastSeen.class, "last_seen_raise");
    private static final LuaScript FOLLOW = LuaScript.beside(LastSeen.class, "last_seen_follow");

    private final UnifiedJedis redis;

    public LastSeen(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Empty where it was never noted, or where others have written something that is no number. */
    public OptionalLong of(UserId user) {
        String value = redis.get(key(user));
        try {
            return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException foreign) {
            return OptionalLong.empty();
        }
    }

    /**
     * Notes that all these users have open has been judged.
     *
     * @param until read from {@link #now} before their positions and ticks were
     */
    public void raise(Collection<UserId> users, long until) {
        if (!users.isEmpty()) {
            RAISE.run(redis, users.stream().map(LastSeen::key).toList(), List.of(Long.toString(until)));
        }
    }

    /** Raises it as far as the StopWatch has judged; for users who are connected. Some hundreds at a time. */
    public void follow(Collection<UserId> users) {
        if (!users.isEmpty()) {
            FOLLOW.run(
                    redis,
                    List.of("stopwatch:watched"),
                    users.stream().map(UserId::value).toList());
        }
    }

    /** Redis' clock, by which ticks are stamped; ms since the epoch. */
    public long now() {
        return RedisClock.now(redis);
    }

    private static String key(UserId user) {
        return "last_seen:" + user;
    }
}
