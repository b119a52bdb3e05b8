package touchline.api.alert;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.UnifiedJedis;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports that Redis uses three quarters of its {@code maxmemory}: at all of it every order is refused. Silent where Redis has no limit. */
final class RedisMemorySource implements AlertSource {
    private static final int MOST_PERCENT = 75;
    private static final Pattern USED = Pattern.compile("^used_memory:(\\d+)", Pattern.MULTILINE);
    private static final Pattern LIMIT = Pattern.compile("^maxmemory:(\\d+)", Pattern.MULTILINE);

    private final UnifiedJedis redis;

    RedisMemorySource(UnifiedJedis redis) {
        this.redis = redis;
    }

    @Override
    public String on() {
        return "redis-memory";
    }

    @Override
    public List<Condition> now() {
        String memory = redis.info("memory");
        long used = bytes(USED, memory);
        long limit = bytes(LIMIT, memory);
        if (limit == 0 || used < limit / 100 * MOST_PERCENT) {
            return List.of();
        }
        return List.of(new Condition(
                "redis",
                "Redis uses " + used * 100 / limit + " % of maxmemory (" + limit / 1_000_000
                        + " MB); it refuses orders at 100 %"));
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(now());
    }

    private static long bytes(Pattern field, String memory) {
        Matcher found = field.matcher(memory);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
