package touchline.jobs.auth;

import com.nimbusds.jose.jwk.JWK;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.jobs.auth.JwksRefresh.Because;

/**
 * Google's public keys as this node has them. Asking is a look into memory; a key that isn't there makes this node ask for a fetch out of turn, at most every
 * 30 s, and the caller is told at once that there is none. Thread-safe.
 */
public final class GoogleKeys {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleKeys.class);

    private final JwksCache cache;
    private final Fetches fetches;
    private final AtomicLong mayAskAtNanos = new AtomicLong(System.nanoTime());
    private volatile KeySet keys = KeySet.EMPTY;
    private volatile @Nullable Instant fetchedAt;

    public GoogleKeys(GoogleSettings settings, Jdbi jdbi, Fetches fetches) {
        this.cache = new JwksCache(jdbi, settings.issuer());
        this.fetches = fetches;
    }

    /** Asks for a run of {@link JwksRefreshJob}, wherever in the cluster. */
    @FunctionalInterface
    public interface Fetches {
        void ask(Because why);
    }

    /**
     * A key by its id.
     *
     * @param id as a token names it, whoever made that up
     */
    public Optional<JWK> find(String id) {
        Optional<JWK> found = keys.find(id);
        if (found.isEmpty()) {
            askOnceInAWhile();
        }
        return found;
    }

    /** How many there are. */
    public int size() {
        return keys.size();
    }

    /** When those that there are were fetched; empty where there are none. */
    public Optional<Instant> fetchedAt() {
        return Optional.ofNullable(fetchedAt);
    }

    /** Takes over what is stored; where nothing is, what there was goes on. */
    void reload() {
        cache.load().ifPresent(cached -> {
            if (!cached.fetchedAt().equals(fetchedAt)) {
                keys = cached.keys();
                fetchedAt = cached.fetchedAt();
                LOG.info("{} keys of Google's, fetched at {}", keys.size(), fetchedAt);
            }
        });
    }

    /** Where a node comes up and nothing is stored, somebody has to fetch. */
    void reloadOrAsk() {
        reload();
        if (keys.isEmpty()) {
            ask(Because.NONE_THERE);
        }
    }

    private void askOnceInAWhile() {
        long now = System.nanoTime();
        long mayAskAt = mayAskAtNanos.get();
        if (now - mayAskAt >= 0 && mayAskAtNanos.compareAndSet(mayAskAt, now + JwksRefresh.EARLY_AGAIN.toNanos())) {
            ask(Because.UNKNOWN_KEY);
        }
    }

    /** Never throws: that a fetch can't be asked for is no reason why nobody should be let in by the keys there are. */
    private void ask(Because why) {
        try {
            fetches.ask(why);
        } catch (RuntimeException e) {
            LOG.warn("a fetch of Google's keys could not be asked for: {}", e.toString());
        }
    }
}
