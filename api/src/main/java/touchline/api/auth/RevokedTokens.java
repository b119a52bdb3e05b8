package touchline.api.auth;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens whose bearers have logged out before they ran out. They stand in {@code revoked_tokens}, which outlives Redis and restarts; every node has them in
 * memory, so that asking costs nothing, and looks for new ones every half second. With the book out of reach a node goes on with those it knows. Thread-safe.
 */
public final class RevokedTokens implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(RevokedTokens.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Looks overlap by this much, so that what was written but not yet committed at one is seen at the next. */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    private final Jdbi jdbi;
    private final ScheduledExecutorService looks;
    /** Until when each matters, in seconds since the epoch. */
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();

    private long lastLookNanos;

    public RevokedTokens(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "tokens-taken-back");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads all there are, so that nobody gets in by an old one while the node comes up. */
    @Override
    public void start() {
        readAll();
        ScheduledFuture<?> untilStopped =
                looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("a look every {}: {}", LOOK, untilStopped);
    }

    @Override
    public void stop() {
        looks.shutdownNow();
    }

    boolean has(TokenId token) {
        return tokens.containsKey(token.value());
    }

    /** Takes one back: here at once, and on every other node with its next look. Doing it again changes nothing. */
    void add(TokenId token) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO revoked_tokens (id, expires_at) VALUES (:id, :expires) ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", token.value())
                .bind("expires", token.expiresAt().atOffset(ZoneOffset.UTC))
                .execute());
        tokens.put(token.value(), token.expiresAt().getEpochSecond());
    }

    /** Deletes those that have run out anyway; gives how many. For a job to call, a few times a day. */
    public int deleteExpired() {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM revoked_tokens WHERE expires_at < now() - interval '1 hour'"));
    }

    private void look() {
        try {
            if (System.nanoTime() - lastLookNanos > OVERLAP.toNanos() / 2) {
                readAll();
            } else {
                readNew();
            }
            long now = System.currentTimeMillis() / 1_000;
            tokens.values().removeIf(expires -> expires < now - 60);
        } catch (RuntimeException e) {
            LOG.warn("could not look who has logged out: {}", e.toString());
        }
    }

    private void readAll() {
        long began = System.nanoTime();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT id, expires_at FROM revoked_tokens WHERE expires_at > now()")
                .map((row, context) -> keep(row.getString("id"), row.getObject("expires_at", OffsetDateTime.class)))
                .list());
        lastLookNanos = began;
    }

    private void readNew() {
        long began = System.nanoTime();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT id, expires_at FROM revoked_tokens WHERE revoked_at > now() - :overlap * interval '1 second'")
                .bind("overlap", OVERLAP.toSeconds())
                .map((row, context) -> keep(row.getString("id"), row.getObject("expires_at", OffsetDateTime.class)))
                .list());
        lastLookNanos = began;
    }

    private String keep(String id, OffsetDateTime expires) {
        tokens.put(id, expires.toEpochSecond());
        return id;
    }
}
