package touchline.market.outbox;

import java.time.Duration;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;

/**
 * How far the book may be behind before orders and openings are refused; closes, stop-losses and settlements never are. The scripts judge it by what flushers
 * tell here of how far they have come: one limit for the whole cluster, in force without any node that would have to look. Thread-safe.
 */
public final class Backlog {
    /** Of a hash: each stream's last entry that is in the book. */
    static final String APPLIED = Keys.OUTBOX_APPLIED;

    private static final LuaScript CHECK = LuaScript.beside(Backlog.class, "backlog_check");

    private final UnifiedJedis redis;
    private final Duration limit;

    /**
     * With this limit.
     *
     * @throws IllegalArgumentException if it is not from a second to an hour, as long as applied entries are kept
     */
    public Backlog(UnifiedJedis redis, Duration limit) {
        if (limit.toMillis() < 1_000 || limit.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("flusher.limit must be from 1s to 1h");
        }
        this.redis = redis;
        this.limit = limit;
    }

    /** Puts the limit into force on every node; the last one counts. */
    public void enforce() {
        redis.hset(Keys.MARKET, "backlog_limit", Long.toString(limit.toMillis()));
    }

    public Duration limit() {
        return limit;
    }

    /** Whether the book is past the limit, as the scripts judge it. Needs no database. */
    public boolean isPassed() {
        return CHECK.run(redis, List.of(), List.of()).is("passed");
    }

    /** Whether a lag is past the limit. */
    public boolean isPassedBy(OutboxLags.Lag lag) {
        return lag.behindMillis() > limit.toMillis();
    }
}
