package touchline.api.auth;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** The rows of revoked tokens. Maps are from a token's id to its expiry, in seconds since the epoch. Thread-safe. */
final class RevokedTokenRepository {
    private final Jdbi jdbi;

    RevokedTokenRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Idempotent. */
    void insert(TokenId token) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO revoked_tokens (id, expires_at) VALUES (:id, :expires) ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", token.value())
                .bind("expires", token.expiresAt().atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** Deletes expired tokens, and sessions that ended longer ago, and returns their number. */
    int deleteExpired(Duration sessions) {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM revoked_tokens WHERE expires_at < now() - interval '1 hour'")
                        + handle.createUpdate(
                                        "DELETE FROM ended_sessions WHERE issued_until < now() - :past * interval '1 second'")
                                .bind("past", sessions.toSeconds())
                                .execute());
    }

    /** Those that have not expired. */
    Map<String, Long> valid() {
        return jdbi.withHandle(handle ->
                read(handle.createQuery("SELECT id, expires_at FROM revoked_tokens WHERE expires_at > now()")));
    }

    Map<String, Long> revokedWithin(Duration past) {
        return jdbi.withHandle(handle -> read(handle.createQuery(
                        "SELECT id, expires_at FROM revoked_tokens WHERE revoked_at > now() - :past * interval '1 second'")
                .bind("past", past.toSeconds())));
    }

    /** User id to the second until which tokens were issued that are rejected. */
    Map<String, Long> sessionsEndedWithin(Duration past) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT user_id, issued_until FROM ended_sessions WHERE issued_until > now() - :past * interval '1 second'")
                .bind("past", past.toSeconds())
                .reduceRows(new HashMap<String, Long>(), (found, row) -> {
                    found.put(
                            row.getColumn("user_id", String.class),
                            row.getColumn("issued_until", OffsetDateTime.class).toEpochSecond());
                    return found;
                }));
    }

    private static Map<String, Long> read(Query query) {
        return query.reduceRows(new HashMap<String, Long>(), (found, row) -> {
            found.put(
                    row.getColumn("id", String.class),
                    row.getColumn("expires_at", OffsetDateTime.class).toEpochSecond());
            return found;
        });
    }
}
