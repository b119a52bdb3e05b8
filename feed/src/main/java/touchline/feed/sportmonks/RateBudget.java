package touchline.feed.sportmonks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/**
 * Keeps a tenth of the plan's hourly calls unspent. The feed counts by entity and by token, so all nodes together spend from one budget, which Redis keeps: what one of
 * them uses, or is refused, every other knows before its next call. Thread-safe.
 */
final class RateBudget {
    private static final LuaScript BUDGET = LuaScript.beside(RateBudget.class, "feed_budget");

    private final UnifiedJedis redis;
    private final int most;
    private final int kept;

    RateBudget(UnifiedJedis redis, int callsPerHour) {
        this.redis = redis;
        this.most = Math.max(1, callsPerHour * 9 / 10);
        this.kept = callsPerHour - most;
    }

    /** Takes one call from the budget. @return zero, or how long there is none to take */
    Duration take(String call) {
        return Duration.ofMillis(run(call, "take").number(1));
    }

    /** What the feed says is left, and for how long. */
    void noteRemaining(String call, String entity, int remaining, Duration resetsIn) {
        run(call, "noted", entity, Integer.toString(remaining - kept), Long.toString(resetsIn.toMillis()));
    }

    /** The feed has refused a call: no node asks again until then. */
    void refused(String call, Duration resetsIn) {
        run(call, "refused", Long.toString(resetsIn.toMillis()));
    }

    /** The time that each of the calls left has to last; zero where the hour has not begun. */
    Duration share(String call) {
        return Duration.ofMillis(run(call, "share").number(1));
    }

    private Reply run(String call, String act, String... more) {
        return BUDGET.run(
                redis,
                List.of("feed:entities"),
                Stream.concat(Stream.of(call, act, Integer.toString(most)), Stream.of(more))
                        .toList());
    }
}
