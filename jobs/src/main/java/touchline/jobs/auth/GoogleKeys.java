package touchline.jobs.auth;

import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.jobs.auth.JwksRefresh.Because;

/**
 * This node's copy of Google's public keys, in memory. A lookup of an unknown key returns empty at once and requests an extra fetch, at most every 30
 * s. Thread-safe.
 */
public final class GoogleKeys {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleKeys.class);
    /** Google may have withdrawn a key since. */
    private static final Duration BELIEVED = Duration.ofHours(24);

    private final JwksRepository cache;
    private final Fetches fetches;
    private final AtomicLong mayAskAtNanos = new AtomicLong(System.nanoTime());
    private volatile KeySet keys = KeySet.EMPTY;
    private volatile @Nullable Instant fetchedAt;

    public GoogleKeys(GoogleSettings settings, Jdbi jdbi, Fetches fetches) {
        this.cache = new JwksRepository(jdbi, settings.issuer());
        this.fetches = fetches;
    }

    /** Requests a run of {@link JwksRefreshJob} on any node. */
    @FunctionalInterface
    public interface Fetches {
        void ask(Because why);
    }

    /**
     * Returns a key by its id; empty if it is unknown, or if the keys are out of date.
     *
     * @param id from a token, possibly forged
     */
    public Optional<JWK> find(String id) {
        Optional<JWK> found = isOutOfDate() ? Optional.empty() : keys.find(id);
        if (found.isEmpty()) {
            askOnceInAWhile();
        }
        return found;
    }

    public int size() {
        return keys.size();
    }

    /** Whether the keys were fetched more than 24 hours ago, or as long ahead, by a clock that was wrong: then none is believed. */
    public boolean isOutOfDate() {
        Instant fetched = fetchedAt;
        return fetched != null && Duration.between(fetched, Instant.now()).abs().compareTo(BELIEVED) > 0;
    }

    /** When the keys were fetched; empty if there are none. */
    public Optional<Instant> fetchedAt() {
        return Optional.ofNullable(fetchedAt);
    }

    /** Loads the stored keys; without any, the current ones stay. */
    void reload() {
        cache.load().ifPresent(cached -> {
            if (!cached.fetchedAt().equals(fetchedAt)) {
                keys = cached.keys();
                fetchedAt = cached.fetchedAt();
                LOG.info("Google's keys are loaded: keys={} fetchedAt={}", keys.size(), fetchedAt);
            }
        });
    }

    /** Requests a fetch if no keys are stored, or if they are out of date. */
    void reloadOrAsk() {
        reload();
        if (keys.isEmpty()) {
            ask(Because.NONE_THERE);
        } else if (isOutOfDate()) {
            askOnceInAWhile();
        }
    }

    private void askOnceInAWhile() {
        long now = System.nanoTime();
        long mayAskAt = mayAskAtNanos.get();
        if (now - mayAskAt >= 0 && mayAskAtNanos.compareAndSet(mayAskAt, now + JwksRefresh.EARLY_AGAIN.toNanos())) {
            ask(Because.UNKNOWN_KEY);
        }
    }

    /** Never throws: users can still be authenticated by the current keys. */
    private void ask(Because why) {
        try {
            fetches.ask(why);
        } catch (RuntimeException e) {
            LOG.warn("a fetch of Google's keys could not be requested: cause={}", e.toString());
        }
    }
}
