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
    /** The least time between an extra fetch and any other fetch, even a failed one. */
    static final Duration EARLY_AGAIN = Duration.ofSeconds(30);

    static final String CHANNEL = "jwks:refreshed";
    private static final String LAST_FETCH = "jwks:last-fetch";

    private final GoogleSettings settings;
    private final JwksFetch fetch;
    private final JwksRepository cache;
    private final UnifiedJedis redis;

    public JwksRefresh(GoogleSettings settings, Jdbi jdbi, UnifiedJedis redis) {
        this.settings = settings;
        this.fetch = new JwksFetch(settings.deadline());
        this.cache = new JwksRepository(jdbi, settings.issuer());
        this.redis = redis;
    }

    /** Why keys are fetched. */
    public enum Because {
        /** The schedule, or an operator. */
        DUE,
        /** A node started and found none. */
        NONE_THERE,
        /** A token named an unknown key. */
        UNKNOWN_KEY
    }

    /** Returns why no fetch is needed; empty if one is. */
    Optional<String> needless(Because why) {
        if (why == Because.NONE_THERE && cache.load().isPresent()) {
            return Optional.of("another run has fetched them");
        }
        if (why != Because.DUE) {
            if (redis.set(LAST_FETCH, why.name(), forAWhile().nx()) != null) {
                return Optional.empty();
            }
            long endsIn = redis.pttl(LAST_FETCH);
            if (endsIn >= 0 && endsIn <= EARLY_AGAIN.toMillis()) {
                return Optional.of("a fetch began within the last " + EARLY_AGAIN.toSeconds() + " s");
            }
        }
        redis.set(LAST_FETCH, why.name(), forAWhile()); // a note of another program may have no end
        return Optional.empty();
    }

    private static SetParams forAWhile() {
        return SetParams.setParams().px(EARLY_AGAIN.toMillis());
    }

    /**
     * Fetches, stores and announces the keys.
     *
     * @return their number
     * @throws IOException if they can't be fetched; the old ones stay
     */
    int refresh(FencingToken fence) throws IOException, InterruptedException {
        KeySet keys = fetch.fetch(settings.jwksUrl());
        cache.store(keys, fence);
        redis.publish(CHANNEL, settings.issuer());
        return keys.size();
    }
}
