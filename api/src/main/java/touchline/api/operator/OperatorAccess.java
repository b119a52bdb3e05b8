package touchline.api.operator;

import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import touchline.api.caller.CallerFilter;
import touchline.api.caller.TrustedProxies;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.login.BasicAuthentication;
import touchline.api.operator.login.LogInThrottle;
import touchline.api.operator.login.PasswordChange;
import touchline.api.operator.login.PasswordCheck;
import touchline.api.operator.oidc.OidcLogIn;
import touchline.api.operator.oidc.OidcResource;
import touchline.api.operator.oidc.OidcServlet;
import touchline.api.operator.totp.EffectiveRole;
import touchline.api.operator.totp.SecondFactor;

/** Wires the authentication of operators. */
public final class OperatorAccess {
    private final OperatorDirectory operators;
    private final OperatorSessions sessions;
    private final LogInThrottle throttle;
    private final PasswordChange passwords;
    private final SecondFactor secondFactor;
    private final EffectiveRole roles;
    private final PasswordCheck logIn;

    public OperatorAccess(
            OperatorDirectory operators,
            OperatorSessions sessions,
            LogInThrottle throttle,
            PasswordChange passwords,
            SecondFactor secondFactor,
            EffectiveRole roles) {
        this.operators = operators;
        this.sessions = sessions;
        this.throttle = throttle;
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.roles = roles;
        this.logIn = new PasswordCheck(operators, throttle, secondFactor, passwords);
    }

    /**
     * Installs the filters and resources.
     *
     * @param trustedProxies the proxies whose forwarding headers are believed
     * @param alwaysSecure whether the cookie is for https only, even where TLS ends before us
     * @param provider by which operators log in as well; empty for none
     */
    public void install(
            Environment environment,
            TrustedProxies trustedProxies,
            boolean alwaysSecure,
            Optional<OidcLogIn> provider,
            Clock clock) {
        SessionCookie cookie = new SessionCookie(alwaysSecure, clock);
        environment
                .jersey()
                .register(new OperatorGate(
                        operators, sessions, cookie, new BasicAuthentication(operators, logIn, throttle), roles));
        SessionResource resource = new SessionResource(operators, logIn, passwords, sessions, cookie, roles);
        environment.jersey().register(resource);
        environment.jersey().register(new OidcResource(provider));
        provider.ifPresent(one -> environment
                .servlets()
                .addServlet("oidc", new OidcServlet(one, resource::opened, alwaysSecure))
                .addMapping("/console/oidc/*"));
        environment
                .servlets()
                .addFilter("security-headers", new SecurityHeaders())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        environment
                .servlets()
                .addFilter("caller", new CallerFilter(trustedProxies))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /** Whether an operator of that name can log in. */
    public boolean isOperator(String name) {
        return operators.find(name).isPresent();
    }

    /** The check of passwords that log-ins use, with its limit of concurrent attempts. */
    public PasswordCheck logIn() {
        return logIn;
    }

    /** Deletes expired sessions and counters; returns the number of rows. A job calls it a few times a day. */
    public int deleteExpired() {
        secondFactor.resealAll();
        return sessions.deleteExpired() + throttle.deleteExpired();
    }
}
