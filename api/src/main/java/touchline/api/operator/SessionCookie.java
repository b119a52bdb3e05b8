package touchline.api.operator;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import touchline.api.caller.Caller;

/** The cookie of a session: HttpOnly, SameSite=Strict, and with the prefix {@code __Host-} over HTTPS. */
final class SessionCookie {
    private static final String PLAIN = "touchline-operator";
    private static final String SECURE = "__Host-" + PLAIN;

    private final boolean alwaysSecure;
    private final Clock clock;

    SessionCookie(boolean alwaysSecure, Clock clock) {
        this.alwaysSecure = alwaysSecure;
        this.clock = clock;
    }

    /** The token that a request brings along. */
    Optional<String> read(ContainerRequestContext request, Caller caller) {
        Cookie cookie = request.getCookies().get(isSecure(caller) ? SECURE : PLAIN);
        return Optional.ofNullable(cookie).map(Cookie::getValue).filter(token -> !token.isEmpty());
    }

    NewCookie of(OperatorSession session, Caller caller) {
        Duration left = Duration.between(clock.instant(), session.expiresAt());
        return with(session.token(), (int) left.toSeconds(), caller);
    }

    /** Deletes the cookie in the browser. */
    NewCookie expired(Caller caller) {
        return with("", 0, caller);
    }

    private NewCookie with(String value, int maxAge, Caller caller) {
        boolean secure = isSecure(caller);
        return new NewCookie.Builder(secure ? SECURE : PLAIN)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private boolean isSecure(Caller caller) {
        return alwaysSecure || caller.isSecure();
    }
}
