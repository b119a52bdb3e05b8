package touchline.api.operator;

import com.google.common.base.CharMatcher;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Role;
import touchline.api.operator.login.BasicAuthentication;
import touchline.api.operator.login.LogInResult;
import touchline.api.operator.totp.EffectiveRole;

/**
 * Protects everything under {@code /v1/ops}, and every other resource that names a role. It admits operators with the role that the method or its class names
 * in {@code @RolesAllowed}, everyone at {@code @PermitAll}, and nobody without either. It decides by the matched resource, as one path can be written in
 * several ways.
 */
@Priority(Priorities.AUTHENTICATION)
final class OperatorGate implements ContainerRequestFilter, ContainerResponseFilter {
    /** The request property that holds the session, if there is one. */
    static final String SESSION = "touchline.operator-session";

    private static final String OPS = "v1/ops";
    private static final String COOKIE = "touchline.operator-cookie";
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final OperatorDirectory operators;
    private final OperatorSessions sessions;
    private final SessionCookie cookie;
    private final SessionLookup lookup;
    private final BasicAuthentication basic;
    private final EffectiveRole roles;

    OperatorGate(
            OperatorDirectory operators,
            OperatorSessions sessions,
            SessionCookie cookie,
            BasicAuthentication basic,
            EffectiveRole roles) {
        this.operators = operators;
        this.sessions = sessions;
        this.cookie = cookie;
        this.lookup = new SessionLookup(operators, sessions, cookie);
        this.basic = basic;
        this.roles = roles;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Asked asked = Asked.of((ExtendedUriInfo) request.getUriInfo());
        if (!asked.isOps() && asked.roles() == null) {
            return;
        }
        Caller caller = caller(request);
        refuseStrangeBody(request);
        if (asked.isOpen()) {
            if (!SameOrigin.mayChange(request, caller.isSecure())) {
                throw OperatorProblems.crossSite();
            }
            return;
        }
        Operator operator = request.getHeaderString(HttpHeaders.AUTHORIZATION) == null
                ? bySession(request, caller)
                : byPassword(request, caller);
        request.setSecurityContext(new OperatorContext(operator, caller));
        if (!asked.isFor(operator.role())) {
            throw OperatorProblems.role(operator.role());
        }
    }

    /** Renews the cookie of an extended session. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object longer = request.getProperty(COOKIE);
        if (longer != null && !response.getHeaders().containsKey(HttpHeaders.SET_COOKIE)) {
            response.getHeaders().add(HttpHeaders.SET_COOKIE, longer);
        }
    }

    static Caller caller(ContainerRequestContext request) {
        return Caller.of(request);
    }

    private Operator byPassword(ContainerRequestContext request, Caller caller) {
        boolean changes = !READS.contains(request.getMethod());
        if (SameOrigin.isFromElsewhere(request) || (changes && !SameOrigin.mayChange(request, caller.isSecure()))) {
            throw OperatorProblems.crossSite();
        }
        LogInResult outcome = basic.attempt(String.valueOf(request.getHeaderString(HttpHeaders.AUTHORIZATION)), caller);
        if (outcome instanceof LogInResult.Wait wait) {
            throw OperatorProblems.wait(wait.duration());
        }
        if (outcome instanceof LogInResult.CodeRequired) {
            throw OperatorProblems.basicWithSecondFactor();
        }
        if (outcome instanceof LogInResult.In in) {
            if (in.entry().isOneTime()) {
                throw OperatorProblems.oneTimePassword();
            }
            request.setProperty(AccessCheck.PROPERTY, (AccessCheck) () -> isUnchanged(in.entry()));
            return new Operator(in.entry().name(), roles.of(in.entry()), caller.address());
        }
        throw OperatorProblems.unknown(operators, isConsole(request));
    }

    private Operator bySession(ContainerRequestContext request, Caller caller) {
        SessionLookup.Current found =
                lookup.find(request, caller).orElseThrow(() -> OperatorProblems.unknown(operators, isConsole(request)));
        OperatorSession session = found.session();
        OperatorEntry entry = found.operator();
        if (!READS.contains(request.getMethod())
                && !(SameOrigin.mayChange(request, caller.isSecure()) && hasCsrfToken(request, session))) {
            throw OperatorProblems.crossSite();
        }
        if (found.isProlonged()) {
            request.setProperty(COOKIE, cookie.of(session, caller));
        }
        request.setProperty(SESSION, session);
        request.setProperty(
                AccessCheck.PROPERTY, (AccessCheck) () -> sessions.isValid(session.token()) && isUnchanged(entry));
        return new Operator(entry.name(), roles.of(entry), caller.address());
    }

    private boolean isUnchanged(OperatorEntry entry) {
        return operators
                .find(entry.name())
                .filter(now -> now.fingerprint().equals(entry.fingerprint()))
                .isPresent();
    }

    private static boolean hasCsrfToken(ContainerRequestContext request, OperatorSession session) {
        String sent = request.getHeaderString("X-CSRF-Token");
        return sent != null && ConstantTime.areEqual(sent, session.csrfToken());
    }

    /** A form of another site can send any text, but not as JSON. */
    private static void refuseStrangeBody(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        boolean isJson = type != null
                && type.getType().equalsIgnoreCase("application")
                && type.getSubtype().equalsIgnoreCase("json");
        if (request.hasEntity() && !isJson) {
            throw OperatorProblems.notJson();
        }
    }

    /** Requests of the console: a challenge would make the browser open its own log-in dialog. */
    private static boolean isConsole(ContainerRequestContext request) {
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        return request.getHeaderString("X-Requested-With") != null
                || "empty".equals(request.getHeaderString("Sec-Fetch-Dest"))
                || (accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream"));
    }

    /**
     * The restart that was requested.
     *
     * @param roles that the resource names; null where it names none
     */
    private record Asked(
            boolean isOps, boolean isOpen, @Nullable List<String> roles) {

        static Asked of(ExtendedUriInfo matched) {
            StringBuilder path = new StringBuilder(); // the template that matched last comes first
            for (UriTemplate template : matched.getMatchedTemplates()) {
                path.insert(0, template.getTemplate());
            }
            boolean isOps = CharMatcher.is('/').trimLeadingFrom(path + "/").startsWith(OPS + "/");
            if (matched.getMatchedResourceMethod() == null) {
                return new Asked(isOps, false, null);
            }
            Method method = matched.getMatchedResourceMethod().getInvocable().getDefinitionMethod();
            Class<?> type = method.getDeclaringClass();
            RolesAllowed roles = method.isAnnotationPresent(RolesAllowed.class)
                    ? method.getAnnotation(RolesAllowed.class)
                    : type.getAnnotation(RolesAllowed.class);
            return new Asked(
                    isOps, method.isAnnotationPresent(PermitAll.class), roles == null ? null : List.of(roles.value()));
        }

        boolean isFor(Role role) {
            return roles != null
                    && roles.stream().flatMap(word -> Role.of(word).stream()).anyMatch(role::includes);
        }
    }
}
