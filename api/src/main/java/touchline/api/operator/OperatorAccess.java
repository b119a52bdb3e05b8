package touchline.api.operator;

import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.EnumSet;
import touchline.api.caller.CallerFilter;
import touchline.api.caller.TrustedProxies;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.login.BasicAuthentication;
import touchline.api.operator.login.LogInThrottle;
import touchline.api.operator.login.PasswordChange;
import touchline.api.operator.login.PasswordCheck;

/** Wires the authentication of operators. */
public final class OperatorAccess {
    private final OperatorDirectory operators;
    private final OperatorSessions sessions;
    private final LogInThrottle throttle;
    private final PasswordChange passwords;

    public OperatorAccess(
            OperatorDirectory operators, OperatorSessions sessions, LogInThrottle throttle, PasswordChange passwords) {
        this.operators = operators;
        this.sessions = sessions;
        this.throttle = throttle;
        this.passwords = passwords;
    }

    /**
     * Installs the filters and resources.
     *
     * @param trustedProxies the proxies whose forwarding headers are believed
     * @param alwaysSecure whether the cookie is for https only, even where TLS ends before us
     */
    public void install(Environment environment, TrustedProxies trustedProxies, boolean alwaysSecure, Clock clock) {
        SessionCookie cookie = new SessionCookie(alwaysSecure, clock);
        PasswordCheck logIn = new PasswordCheck(operators, throttle);
        environment
                .jersey()
                .register(new OperatorGate(
                        operators, sessions, cookie, new BasicAuthentication(operators, logIn, throttle)));
        environment.jersey().register(new SessionResource(operators, logIn, passwords, sessions, cookie));
        environment
                .servlets()
                .addFilter("security-headers", new SecurityHeaders())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        environment
                .servlets()
                .addFilter("caller", new CallerFilter(trustedProxies))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /** Deletes expired sessions and counters; returns the number of rows. A job calls it a few times a day. */
    public int deleteExpired() {
        return sessions.deleteExpired() + throttle.deleteExpired();
    }
}
