package touchline.jobs.auth;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import touchline.scheduler.job.FencingToken;

/** Fetches Google's keys for the whole cluster. Thread-safe. */
public final class JwksRefresh {
    /** In so long there is at most one fetch out of turn, and none after any other fetch began, though it may have failed. */
    static final Duration EARLY_AGAIN = Duration.ofSeconds(30);

    static final String CHANNEL = "jwks:refreshed";
    private static final String LAST_FETCH = "jwks:last-fetch";

    private final GoogleSettings settings;
    private final JwksFetch fetch;
    private final JwksCache cache;
    private final UnifiedJedis redis;

    public JwksRefresh(GoogleSettings settings, Jdbi jdbi, UnifiedJedis redis) {
        this.settings = settings;
        this.fetch = new JwksFetch(settings);
        this.cache = new JwksCache(jdbi, settings.issuer());
        this.redis = redis;
    }

    /** Why keys are fetched. */
    public enum Because {
        /** It is time, or an operator says so. */
        DUE,
        /** A node came up and found none. */
        NONE_THERE,
        /** A token named one that isn't there. */
        UNKNOWN_KEY
    }

    /** Why there is no need; empty where there is one. */
    Optional<String> needless(Because why) {
        if (why == Because.NONE_THERE && cache.load().isPresent()) {
            return Optional.of("another run has fetched them");
        }
        SetParams forAWhile = SetParams.setParams().px(EARLY_AGAIN.toMillis());
        if (why == Because.DUE) {
            redis.set(LAST_FETCH, why.name(), forAWhile);
            return Optional.empty();
        }
        return redis.set(LAST_FETCH, why.name(), forAWhile.nx()) == null
                ? Optional.of("a fetch began within the last " + EARLY_AGAIN.toSeconds() + " s")
                : Optional.empty();
    }

    /**
     * Fetches, keeps and announces them.
     *
     * @return how many there are
     * @throws IOException if they can't be fetched; the old ones stay
     */
    int refresh(FencingToken fence) throws IOException, InterruptedException {
        KeySet keys = fetch.fetch();
        cache.store(keys, fence);
        redis.publish(CHANNEL, settings.issuer());
        return keys.size();
    }
}
