package touchline.api.operator;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The rows of operators' sessions, by the hash of their token. Thread-safe. */
final class OperatorSessionRepository {
    private final Jdbi jdbi;

    OperatorSessionRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A session as stored. */
    record StoredSession(String operator, String fingerprint, Instant expires) {}

    void insert(String hash, StoredSession session, String address, Instant now) {
        jdbi.useHandle(handle -> insert(handle, hash, session, address, now));
    }

    /** Returns false if the operator has a second factor. Waits for a transaction that turns it on, and makes one that begins later wait: that one ends the session. */
    boolean insertWithoutCode(String hash, StoredSession session, String address, Instant now) {
        return jdbi.inTransaction(handle -> {
            boolean hasFactor = handle.createQuery(
                            "SELECT confirmed_at IS NOT NULL FROM operator_totp WHERE operator = :operator FOR SHARE")
                    .bind("operator", session.operator())
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
            if (!hasFactor) {
                insert(handle, hash, session, address, now);
            }
            return !hasFactor;
        });
    }

    private static void insert(Handle handle, String hash, StoredSession session, String address, Instant now) {
        handle.createUpdate("""
                        INSERT INTO operator_sessions
                            (token_hash, operator, fingerprint, address, created_at, last_seen_at, expires_at)
                        VALUES (:hash, :operator, :fingerprint, :address, :now, :now, :expires)
                        """)
                .bind("hash", hash)
                .bind("operator", session.operator())
                .bind("fingerprint", session.fingerprint())
                .bind("address", address)
                .bind("now", at(now))
                .bind("expires", at(session.expires()))
                .execute();
    }

    /**
     * Extends a valid session.
     *
     * @param seenBefore only one that was last extended before
     * @param idle how long it is valid from now, but not longer than {@code longest} from its start
     */
    Optional<StoredSession> extend(String hash, Instant now, Instant seenBefore, Duration idle, Duration longest) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                                UPDATE operator_sessions
                                SET last_seen_at = :now, expires_at = least(:now + :idle * interval '1 second', created_at + :longest * interval '1 second')
                                WHERE token_hash = :hash AND expires_at > :now AND last_seen_at < :seenBefore
                                RETURNING operator, fingerprint, expires_at
                                """)
                .bind("now", at(now))
                .bind("seenBefore", at(seenBefore))
                .bind("idle", idle.toSeconds())
                .bind("longest", longest.toSeconds())
                .bind("hash", hash)
                .map((row, context) -> session(row))
                .findOne());
    }

    /** Finds a valid session. */
    Optional<StoredSession> find(String hash, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                                SELECT operator, fingerprint, expires_at FROM operator_sessions
                                WHERE token_hash = :hash AND expires_at > :now
                                """)
                .bind("now", at(now))
                .bind("hash", hash)
                .map((row, context) -> session(row))
                .findOne());
    }

    void delete(String hash) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM operator_sessions WHERE token_hash = :hash")
                .bind("hash", hash)
                .execute());
    }

    /** Returns how many it deleted. */
    int deleteExpired(Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM operator_sessions WHERE expires_at <= :now")
                .bind("now", at(now))
                .execute());
    }

    private static StoredSession session(ResultSet row) throws SQLException {
        return new StoredSession(
                row.getString("operator"),
                row.getString("fingerprint"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
