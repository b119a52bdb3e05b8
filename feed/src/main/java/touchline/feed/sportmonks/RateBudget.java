package touchline.feed.sportmonks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/**
 * Keeps a tenth of the plan's hourly calls unspent. The feed counts by entity and by token, so all nodes together spend from one budget, which Redis keeps: what one of
 * them uses, or is refused, every other knows before its next call. Thread-safe.
 */
final class RateBudget {
    private static final LuaScript BUDGET = LuaScript.beside(RateBudget.class, "feed_budget");

    private final UnifiedJedis redis;
    private final int callsPerHour;

    /**
     * Creates a budget.
     *
     * @param callsPerHour at most; what the feed says of the plan applies where it is less
     */
    RateBudget(UnifiedJedis redis, int callsPerHour) {
        this.redis = redis;
        this.callsPerHour = callsPerHour;
    }

    /** Takes one call from the budget. @return zero, or how long there is none to take */
    Duration take(String call) {
        return Duration.ofMillis(run(call, "take").number(1));
    }

    /** As {@link #take}, if live matches don't need what is left. */
    Duration takeSpare(String call) {
        return Duration.ofMillis(run(call, "spare").number(1));
    }

    /** What the feed says is left, and for how long. */
    void noteRemaining(String call, String entity, int remaining, Duration resetsIn) {
        run(call, "noted", entity, Integer.toString(remaining), Long.toString(resetsIn.toMillis()));
    }

    /** The feed has refused a call: no node asks again until then. */
    void refused(String call, Duration resetsIn) {
        run(call, "refused", Long.toString(resetsIn.toMillis()));
    }

    CallsLeft left(String call) {
        Reply left = run(call, "left");
        return new CallsLeft(left.number(1), Duration.ofMillis(left.number(2)));
    }

    private Reply run(String call, String act, String... more) {
        return BUDGET.run(
                redis,
                List.of(Keys.FEED_ENTITIES, Keys.FEED_PLAN_CALLS),
                Stream.concat(Stream.of(call, act, Integer.toString(callsPerHour)), Stream.of(more))
                        .toList());
    }
}
