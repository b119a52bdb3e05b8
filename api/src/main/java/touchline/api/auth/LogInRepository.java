package touchline.api.auth;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.wallet.UserId;

/** Log-ins of users, for operators; kept for 90 days. Thread-safe. */
public final class LogInRepository {
    private static final Logger LOG = LoggerFactory.getLogger(LogInRepository.class);
    private static final int LONGEST_DEVICE = 200;

    private final Jdbi jdbi;

    public LogInRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A log-in.
     *
     * @param device the User-Agent; null if none was sent
     * @param isEnded whether an operator has ended its session
     */
    public record LogIn(long id, @Nullable String device, Instant at, Instant expiresAt, boolean isEnded) {}

    /**
     * Adds a log-in. If Postgres is unavailable it is lost: nobody is kept out for it.
     *
     * @param address an IPv4 address or an IPv6 network
     * @param emailDigest of {@link touchline.market.customer.EmailDigests}; null if the e-mail address is not known
     */
    void add(UserId user, @Nullable String device, String address, Instant expiresAt, @Nullable String emailDigest) {
        String text = device == null ? null : device.replace('\u0000', ' ');
        try {
            jdbi.useHandle(handle -> handle.createUpdate(
                            "INSERT INTO customer_log_ins (user_id, device, address, expires_at, email_digest) VALUES (:user, :device, :address, :expires, :email)")
                    .bind("email", emailDigest)
                    .bind("address", address)
                    .bind("user", user.value())
                    .bind(
                            "device",
                            text == null || text.length() <= LONGEST_DEVICE ? text : text.substring(0, LONGEST_DEVICE))
                    .bind("expires", expiresAt.atOffset(ZoneOffset.UTC))
                    .execute());
        } catch (RuntimeException e) {
            LOG.warn("a log-in could not be recorded: {}", e.getClass().getSimpleName());
        }
    }

    /** The latest first. */
    public List<LogIn> latest(UserId user, long before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT l.*, coalesce(l.at <= e.issued_until, false) AS ended
                        FROM customer_log_ins l LEFT JOIN ended_sessions e ON e.user_id = l.user_id
                        WHERE l.user_id = :user AND l.id < :before ORDER BY l.id DESC LIMIT :limit
                        """)
                .bind("user", user.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new LogIn(
                        row.getLong("id"),
                        row.getString("device"),
                        row.getTimestamp("at").toInstant(),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getBoolean("ended")))
                .list());
    }

    /** Ends all sessions of a user: within a second every node rejects access tokens that were issued until now. */
    public static void endSessions(Handle book, UserId user) {
        book.createUpdate("""
                        INSERT INTO ended_sessions (user_id, issued_until) VALUES (:user, now())
                        ON CONFLICT (user_id) DO UPDATE SET issued_until = greatest(ended_sessions.issued_until, now())
                        """).bind("user", user.value()).execute();
    }

    /** Deletes old rows and returns their number. */
    public int deleteExpired() {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM customer_log_ins WHERE at < now() - interval '90 days'"));
    }
}
