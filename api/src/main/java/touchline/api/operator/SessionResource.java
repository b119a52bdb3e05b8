package touchline.api.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.caller.Caller;
import touchline.api.constraint.EnteredPassword;
import touchline.api.constraint.NewPassword;
import touchline.api.constraint.OptionalText;
import touchline.api.constraint.Text;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.login.LogInResult;
import touchline.api.operator.login.PasswordChange;
import touchline.api.operator.login.PasswordCheck;
import touchline.api.operator.totp.EffectiveRole;

/** Logging in and out. */
@Path("/v1/ops/session")
@Produces(MediaType.APPLICATION_JSON)
final class SessionResource {
    private static final Logger LOG = LoggerFactory.getLogger(SessionResource.class);

    private final OperatorDirectory operators;
    private final PasswordCheck logIn;
    private final PasswordChange passwords;
    private final OperatorSessions sessions;
    private final SessionCookie cookie;
    private final EffectiveRole roles;
    private final SessionLookup lookup;

    SessionResource(
            OperatorDirectory operators,
            PasswordCheck logIn,
            PasswordChange passwords,
            OperatorSessions sessions,
            SessionCookie cookie,
            EffectiveRole roles) {
        this.operators = operators;
        this.logIn = logIn;
        this.passwords = passwords;
        this.sessions = sessions;
        this.cookie = cookie;
        this.roles = roles;
        this.lookup = new SessionLookup(operators, sessions, cookie);
    }

    /**
     * Who is logged in.
     *
     * @param expiresAt when the session ends, should nothing more be asked; null for HTTP Basic, which has none
     * @param secondFactorRequired whether the operator is an admin who has to turn the second factor on, and a viewer until then
     * @param csrfToken to be sent as X-CSRF-Token with what changes something; null for HTTP Basic
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Session")
    record SessionView(
            String user,
            String role,
            boolean secondFactorRequired,
            @Nullable Instant expiresAt,
            @Nullable String csrfToken) {}

    /**
     * A name and a password.
     *
     * @param code of the authenticator app, or a recovery code; required of operators with a second factor
     * @param newPassword replaces the password, which a one-time password requires
     */
    @SchemaName("LogInRequest")
    record LogInBody(
            @Text(max = 128) String user,
            @EnteredPassword String password,
            @OptionalText(max = 40) @Nullable String code,
            @NewPassword @Nullable String newPassword) {
        /** Without the passwords. */
        @Override
        public String toString() {
            return "LogInBody[" + user + "]";
        }
    }

    /** Logs in with a new session, regardless of the cookie sent. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(SessionView.class)
    public Response logIn(@Context ContainerRequestContext request, LogInBody body) {
        Caller caller = OperatorGate.caller(request);
        LogInResult.In in =
                OperatorProblems.require(logIn.attempt(body.user(), body.password(), body.code(), caller), operators);
        OperatorEntry entry = withNewPassword(in.entry(), body, caller);
        cookie.read(request, caller).ifPresent(sessions::end);
        OperatorSession session = in.isWithCode()
                ? sessions.open(entry, caller.address())
                : sessions.openWithoutCode(entry, caller.address()).orElseThrow(OperatorProblems::codeRequired);
        record(session, entry, caller);
        return Response.ok(view(session, entry))
                .cookie(cookie.of(session, caller))
                .build();
    }

    private OperatorEntry withNewPassword(OperatorEntry entry, LogInBody body, Caller caller) {
        if (body.newPassword() != null) {
            return passwords.change(entry, body.password(), body.newPassword(), caller);
        }
        if (entry.isOneTime()) {
            throw OperatorProblems.oneTimePassword();
        }
        return entry;
    }

    private void record(OperatorSession session, OperatorEntry entry, Caller caller) {
        operators.recordLogIn(entry.name(), caller.address());
        LOG.info("{} {} logged in from {}", entry.role().word(), session.operator(), caller.address());
    }

    /** Opens a session of an operator whom a provider has authenticated, and returns its cookie. */
    NewCookie opened(OperatorEntry entry, Caller caller) {
        OperatorSession session = sessions.open(entry, caller.address());
        record(session, entry, caller);
        return cookie.of(session, caller);
    }

    /** Returns the operator of the request. */
    @GET
    @RolesAllowed("viewer")
    public SessionView whoAmI(@Auth Operator operator, @Context ContainerRequestContext request) {
        OperatorEntry entry =
                operators.find(operator.name()).orElseThrow(() -> OperatorProblems.unknown(operators, true));
        return request.getProperty(OperatorGate.SESSION) instanceof OperatorSession session
                ? view(session, entry)
                : new SessionView(operator.name(), operator.role().word(), roles.isMissing(entry), null, null);
    }

    /**
     * Returns the session of the cookie, or 204 without one. The console asks here at its first visit, where a 401 would be logged as an error.
     */
    @GET
    @Path("status")
    @PermitAll
    @ResponseBodyType(SessionView.class)
    @ResponseBodyType(value = Void.class, status = 204)
    public Response status(@Context ContainerRequestContext request) {
        Caller caller = OperatorGate.caller(request);
        SessionLookup.Current found = lookup.find(request, caller).orElse(null);
        if (found == null) {
            return Response.noContent().build();
        }
        Response.ResponseBuilder answer = Response.ok(view(found.session(), found.operator()));
        return (found.isProlonged() ? answer.cookie(cookie.of(found.session(), caller)) : answer).build();
    }

    /** Logs out, on every node. */
    @DELETE
    @RolesAllowed("viewer")
    @ResponseBodyType(value = Void.class, status = 204)
    public Response logOut(@Auth Operator operator, @Context ContainerRequestContext request) {
        if (request.getProperty(OperatorGate.SESSION) instanceof OperatorSession session) {
            sessions.end(session.token());
            LOG.info("{} logged out", operator.name());
        }
        return Response.noContent()
                .cookie(cookie.expired(OperatorGate.caller(request)))
                .build();
    }

    private SessionView view(OperatorSession session, OperatorEntry entry) {
        return new SessionView(
                session.operator(),
                roles.of(entry).word(),
                roles.isMissing(entry),
                session.expiresAt(),
                session.csrfToken());
    }
}
