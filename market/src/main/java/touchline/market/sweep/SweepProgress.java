package touchline.market.sweep;

import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.lease.Lease;
import touchline.market.lease.LeaseLostException;
import touchline.market.script.LuaScript;
import touchline.market.wallet.UserId;

/** {@code sweep:margin}: the last user that an incomplete sweep reached. */
final class SweepProgress {
    private static final LuaScript MARK = LuaScript.beside(SweepProgress.class, "sweep_progress");
    private static final String KEY = Keys.SWEEP_PROGRESS;

    private final UnifiedJedis redis;
    private final Lease lease;

    SweepProgress(UnifiedJedis redis, Lease lease) {
        this.redis = redis;
        this.lease = lease;
    }

    Optional<String> last() {
        return Optional.ofNullable(redis.get(KEY));
    }

    void reached(UserId user) {
        write(user.value());
    }

    void reachedEveryone() {
        write("");
    }

    /** Fenced, so that a node that has lost the lease can't set the next one back. */
    private void write(String user) {
        if (!lease.isHeld()
                || MARK.run(
                                redis,
                                List.of(KEY),
                                List.of(
                                        lease.token().lease(),
                                        Long.toString(lease.token().value()),
                                        user))
                        .is("fenced")) {
            throw new LeaseLostException(lease.token().lease() + " is not held any more");
        }
    }
}
