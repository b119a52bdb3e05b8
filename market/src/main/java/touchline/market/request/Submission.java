package touchline.market.request;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The terms under which a request takes effect: once under its key, and not after its deadline. Scripts check both in the step that takes effect.
 *
 * @param key by which a repeated request gets the first answer, a refusal too; null for none
 * @param deadline by Redis' clock; a request that arrives later, as its node or Redis was suspended, is refused as unavailable. Null for none
 */
public record Submission(
        @Nullable IdempotencyKey key, @Nullable Instant deadline) {
    /** No key and no deadline: for what the cluster does by itself. */
    public static final Submission UNBOUND = new Submission(null, null);

    /** The terms of one of several steps of the request: with a key of its own. */
    public Submission part(String name) {
        return new Submission(key == null ? null : key.part(name), deadline);
    }

    /** As the scripts take it: the key in Redis, the fingerprint and the deadline, each empty where there is none. */
    public List<String> arguments() {
        return List.of(
                key == null ? "" : key.redisKey(),
                key == null ? "" : key.fingerprint(),
                deadline == null ? "" : Long.toString(deadline.toEpochMilli()));
    }
}
