package touchline.api.operator;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Sha256;

/** Sessions of operators in Postgres, valid on every node. Only a hash of the token is stored. Thread-safe. */
public final class OperatorSessions {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Duration idle;
    private final Duration longest;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * Sessions in a database.
     *
     * @param idle after how long without a request one ends
     * @param longest after how long it ends in any case
     */
    public OperatorSessions(Jdbi jdbi, Duration idle, Duration longest, Clock clock) {
        this.jdbi = jdbi;
        this.idle = idle;
        this.longest = longest;
        this.clock = clock;
    }

    /** A session, and whether this call extended it; then the cookie has to be renewed. */
    record Found(OperatorSession session, boolean prolonged) {}

    /** Opens a session with a new random token. */
    OperatorSession open(OperatorEntry entry, String address) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expires = now.plus(shorter(idle, longest));
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO operator_sessions
                            (token_hash, operator, fingerprint, address, created_at, last_seen_at, expires_at)
                        VALUES (:hash, :operator, :fingerprint, :address, :now, :now, :expires)
                        """)
                .bind("hash", hash(token))
                .bind("operator", entry.name())
                .bind("fingerprint", entry.fingerprint())
                .bind("address", address)
                .bind("now", at(now))
                .bind("expires", at(expires))
                .execute());
        return new OperatorSession(token, entry.name(), entry.fingerprint(), expires);
    }

    /** Finds a valid session by its token and extends it, with at most one write per minute. */
    Optional<Found> find(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createQuery("""
                                UPDATE operator_sessions
                                SET last_seen_at = :now, expires_at = least(:now + :idle * interval '1 second', created_at + :longest * interval '1 second')
                                WHERE token_hash = :hash AND expires_at > :now AND last_seen_at < :again
                                RETURNING operator, fingerprint, expires_at, true AS prolonged
                                """)
                .bind("now", at(now))
                .bind("again", at(now.minus(LOOK_AGAIN)))
                .bind("idle", idle.toSeconds())
                .bind("longest", longest.toSeconds())
                .bind("hash", hash(token))
                .map((row, context) -> found(token, row))
                .findOne()
                .or(() -> handle.createQuery("""
                                        SELECT operator, fingerprint, expires_at, false AS prolonged
                                        FROM operator_sessions
                                        WHERE token_hash = :hash AND expires_at > :now
                                        """)
                        .bind("now", at(now))
                        .bind("hash", hash(token))
                        .map((row, context) -> found(token, row))
                        .findOne()));
    }

    /** Whether the session of a token is valid; doesn't extend it. */
    boolean isValid(String token) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM operator_sessions WHERE token_hash = :hash AND expires_at > :now)")
                .bind("hash", hash(token))
                .bind("now", at(clock.instant()))
                .mapTo(Boolean.class)
                .one());
    }

    /** Ends the session of a token, on every node. */
    void end(String token) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM operator_sessions WHERE token_hash = :hash")
                .bind("hash", hash(token))
                .execute());
    }

    /** Deletes expired sessions; returns their number. */
    public int deleteExpired() {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM operator_sessions WHERE expires_at <= :now")
                .bind("now", at(clock.instant()))
                .execute());
    }

    private static Found found(String token, ResultSet row) throws SQLException {
        return new Found(
                new OperatorSession(
                        token,
                        row.getString("operator"),
                        row.getString("fingerprint"),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()),
                row.getBoolean("prolonged"));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String hash(String token) {
        return Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
