package touchline.api.operator;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.secret.Sha256;

/** Sessions of operators in Postgres, valid on every node. Only a hash of the token is stored. Thread-safe. */
public final class OperatorSessions {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final OperatorSessionRepository sessions;
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
        this.sessions = new OperatorSessionRepository(jdbi);
        this.idle = idle;
        this.longest = longest;
        this.clock = clock;
    }

    /** A session, and whether this call extended it; then the cookie has to be renewed. */
    record Found(OperatorSession session, boolean prolonged) {}

    /** Opens a session with a new random token. */
    OperatorSession open(OperatorEntry entry, String address) {
        OperatorSession session = begin(entry);
        sessions.insert(hash(session.token()), stored(session), address, clock.instant());
        return session;
    }

    /** The same after a log-in without a code; empty if the operator has turned the second factor on meanwhile. */
    Optional<OperatorSession> openWithoutCode(OperatorEntry entry, String address) {
        OperatorSession session = begin(entry);
        return sessions.insertWithoutCode(hash(session.token()), stored(session), address, clock.instant())
                ? Optional.of(session)
                : Optional.empty();
    }

    private OperatorSession begin(OperatorEntry entry) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant expires = clock.instant().plus(shorter(idle, longest));
        return new OperatorSession(token, entry.name(), entry.fingerprint(), expires);
    }

    /** Finds a valid session by its token and extends it, with at most one write per minute. */
    Optional<Found> find(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return sessions.extend(hash(token), now, now.minus(LOOK_AGAIN), idle, longest)
                .map(stored -> new Found(session(token, stored), true))
                .or(() -> sessions.find(hash(token), now).map(stored -> new Found(session(token, stored), false)));
    }

    /** The stored form of the token of a request's session; null for HTTP Basic. */
    public static @Nullable String storedToken(ContainerRequestContext request) {
        return request.getProperty(OperatorGate.SESSION) instanceof OperatorSession session
                ? hash(session.token())
                : null;
    }

    /** Whether the session of a token is valid; doesn't extend it. */
    boolean isValid(String token) {
        return sessions.find(hash(token), clock.instant()).isPresent();
    }

    /** Ends the session of a token, on every node. */
    void end(String token) {
        sessions.delete(hash(token));
    }

    /** Deletes expired sessions; returns their number. */
    public int deleteExpired() {
        return sessions.deleteExpired(clock.instant());
    }

    private static OperatorSessionRepository.StoredSession stored(OperatorSession session) {
        return new OperatorSessionRepository.StoredSession(
                session.operator(), session.fingerprint(), session.expiresAt());
    }

    private static OperatorSession session(String token, OperatorSessionRepository.StoredSession stored) {
        return new OperatorSession(token, stored.operator(), stored.fingerprint(), stored.expires());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String hash(String token) {
        return Sha256.hex(token);
    }
}
