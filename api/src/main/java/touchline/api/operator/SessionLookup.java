package touchline.api.operator;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;

/** Finds the operator to whom the session cookie of a request belongs. */
final class SessionLookup {
    private final OperatorDirectory operators;
    private final OperatorSessions sessions;
    private final SessionCookie cookie;

    SessionLookup(OperatorDirectory operators, OperatorSessions sessions, SessionCookie cookie) {
        this.operators = operators;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /**
     * A valid session.
     *
     * @param isProlonged whether it now lasts longer, so that the cookie must too
     */
    record Current(OperatorSession session, OperatorEntry operator, boolean isProlonged) {}

    /** Empty without a valid session. Ends a session whose operator was removed or changed. */
    Optional<Current> find(ContainerRequestContext request, Caller caller) {
        Optional<OperatorSessions.Found> found = cookie.read(request, caller).flatMap(sessions::find);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        OperatorSession session = found.get().session();
        Optional<OperatorEntry> entry = operators
                .find(session.operator())
                .filter(one -> one.fingerprint().equals(session.fingerprint()));
        if (entry.isEmpty()) {
            sessions.end(session.token());
        }
        return entry.map(one -> new Current(session, one, found.get().prolonged()));
    }
}
