package touchline.api.auth;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.constraint.MarketBound;

/**
 * The tokens that were revoked before they expired: by a log-out, or all of a user by an operator. They are stored in {@code revoked_tokens} and {@code ended_sessions}, which survive restarts and the loss of Redis; every node keeps them in
 * memory and reads new ones every half second. While Postgres is unreachable a node uses those it has. Thread-safe.
 */
public final class RevokedTokens implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(RevokedTokens.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Reads overlap by this much: a row that was not committed at one read is found by the next. */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    /** Of an API key, which outlives every access token; and a day, as clocks differ. Sessions that ended longer ago reject nothing. */
    static final Duration LONGEST_LIFETIME = Duration.ofDays(MarketBound.LONGEST_KEY_DAYS + 1L);

    private final RevokedTokenRepository book;
    private final ScheduledExecutorService looks;
    /** Token id to expiry, in seconds since the epoch. */
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();
    /** User id to the second until which tokens were issued that are rejected. */
    private final Map<String, Long> ended = new ConcurrentHashMap<>();

    private long lastLookNanos;

    public RevokedTokens(Jdbi jdbi) {
        this.book = new RevokedTokenRepository(jdbi);
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "revoked-tokens");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads all of them before the node takes requests. */
    @Override
    public void start() {
        readAll();
        ScheduledFuture<?> untilStopped =
                looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("reading revoked tokens every {}: {}", LOOK, untilStopped);
    }

    @Override
    public void stop() {
        looks.shutdownNow();
    }

    /** Whether a trader's token was revoked. One that was issued in the second in which the sessions were ended is, too. */
    boolean rejects(Trader trader) {
        return tokens.containsKey(trader.token().value())
                || trader.token().issuedAt().getEpochSecond()
                        <= ended.getOrDefault(trader.id().value(), Long.MIN_VALUE);
    }

    /** Revokes a token: here at once, on other nodes with their next read. Idempotent. */
    void add(TokenId token) {
        book.insert(token);
        tokens.put(token.value(), token.expiresAt().getEpochSecond());
    }

    /** Deletes rows that reject no token any more and returns their number. */
    public int deleteExpired() {
        return book.deleteExpired(LONGEST_LIFETIME);
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
            ended.values().removeIf(until -> until < now - LONGEST_LIFETIME.toSeconds());
        } catch (RuntimeException e) {
            LOG.warn("revoked tokens could not be read: {}", e.toString());
        }
    }

    private void readAll() {
        long began = System.nanoTime();
        tokens.putAll(book.valid());
        ended.putAll(book.sessionsEndedWithin(LONGEST_LIFETIME));
        lastLookNanos = began;
    }

    private void readNew() {
        long began = System.nanoTime();
        tokens.putAll(book.revokedWithin(OVERLAP));
        ended.putAll(book.sessionsEndedWithin(OVERLAP));
        lastLookNanos = began;
    }
}
