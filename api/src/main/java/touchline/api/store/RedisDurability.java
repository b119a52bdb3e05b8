package touchline.api.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Whether Redis' settings keep what it acknowledges: through a crash, and through the loss of the primary where replicas are demanded. Thread-safe. */
public final class RedisDurability {
    private final UnifiedJedis redis;
    private final int replicas;
    private final boolean mayForget;

    /**
     * Reads nothing yet.
     *
     * @param replicas that are demanded
     * @param mayForget whether acknowledged writes may be lost in a crash
     */
    public RedisDurability(UnifiedJedis redis, int replicas, boolean mayForget) {
        this.redis = redis;
        this.replicas = replicas;
        this.mayForget = mayForget;
    }

    /**
     * Checks the settings at start.
     *
     * @throws IllegalStateException with what is wrong and what to do, in one line
     */
    public void require() {
        tooFewReplicas().ifPresent(wrong -> {
            throw new IllegalStateException("Redis' " + wrong + ".");
        });
        List<String> forgets = forgets();
        if (!forgets.isEmpty() && !mayForget) {
            throw new IllegalStateException("Redis loses acknowledged orders in a crash: " + String.join(", ", forgets)
                    + ". Set that, or REDIS_MAY_FORGET=1 where orders may be lost.");
        }
    }

    /** All that is not as it should be now, REDIS_MAY_FORGET or not; after a fail-over the settings are those of another server. */
    List<String> findings() {
        List<String> findings = new ArrayList<>(forgets());
        tooFewReplicas().ifPresent(findings::add);
        return findings;
    }

    boolean mayForget() {
        return mayForget;
    }

    private List<String> forgets() {
        List<String> wrong = new ArrayList<>();
        unlike("appendonly", "yes").ifPresent(wrong::add);
        unlike("appendfsync", "always").ifPresent(wrong::add);
        return wrong;
    }

    private Optional<String> unlike(String name, String value) {
        return setting(name)
                .filter(actual -> !actual.equals(value))
                .map(actual -> name + " is " + actual + " instead of " + value);
    }

    /** Without it a primary that was cut off goes on taking writes for as long as it is not asked for replicas. */
    private Optional<String> tooFewReplicas() {
        return setting("min-replicas-to-write")
                .filter(actual -> Integer.parseInt(actual) < replicas)
                .map(actual ->
                        "min-replicas-to-write is " + actual + ", less than REDIS_REPLICAS, which is " + replicas);
    }

    /** Empty where a hosted Redis doesn't let us look. */
    private Optional<String> setting(String name) {
        try {
            return Optional.ofNullable(redis.configGet(name).get(name));
        } catch (JedisDataException noConfigAllowed) {
            return Optional.empty();
        }
    }
}
