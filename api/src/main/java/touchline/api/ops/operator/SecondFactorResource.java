package touchline.api.ops.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;
import touchline.api.constraint.EnteredPassword;
import touchline.api.constraint.OptionalText;
import touchline.api.constraint.Text;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.operator.OperatorProblems;
import touchline.api.operator.OperatorSessions;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.login.LogInResult;
import touchline.api.operator.login.LogInThrottle;
import touchline.api.operator.login.PasswordCheck;
import touchline.api.operator.totp.SecondFactor;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.scheduler.audit.Actor;

/** An operator's own second factor. */
@Path("/v1/ops/session/totp")
@Produces(MediaType.APPLICATION_JSON)
final class SecondFactorResource {
    private final OperatorDirectory operators;
    private final PasswordCheck passwords;
    private final LogInThrottle throttle;
    private final SecondFactor secondFactor;

    SecondFactorResource(
            OperatorDirectory operators, PasswordCheck passwords, LogInThrottle throttle, SecondFactor secondFactor) {
        this.operators = operators;
        this.passwords = passwords;
        this.throttle = throttle;
        this.secondFactor = secondFactor;
    }

    /** An operator's own password, and a code if the second factor is on. */
    @SchemaName("SecondFactorRequest")
    record PasswordBody(
            @EnteredPassword String password,
            @OptionalText(max = 40) @Nullable String code) {
        /** Without the password. */
        @Override
        public String toString() {
            return "PasswordBody[]";
        }
    }

    /** A code of the authenticator app. */
    @SchemaName("SecondFactorCode")
    record CodeBody(@Text(max = 40) String code) {}

    /**
     * The state of the second factor.
     *
     * @param since when it was turned on; null if it is off
     * @param available whether it can be turned on; an operator of a provider has the provider's
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("SecondFactor")
    record StatusView(@Nullable Instant since, int recoveryCodesLeft, boolean available) {}

    /**
     * A secret for an authenticator app, which is not shown again.
     *
     * @param secret in Base32, to be typed
     * @param uri as apps read it
     */
    @SchemaName("SecondFactorSecret")
    record SecretView(String secret, String uri) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "SecretView[]";
        }
    }

    /** Codes that replace the app once each, and are not shown again. */
    @SchemaName("RecoveryCodes")
    record CodesView(List<String> recoveryCodes) {
        /** Without the codes. */
        @Override
        public String toString() {
            return "CodesView[]";
        }
    }

    /** Returns whether it is on. */
    @GET
    @RolesAllowed("viewer")
    public StatusView status(@Auth Operator operator) {
        SecondFactor.Status status = secondFactor.status(operator.name());
        return new StatusView(status.since(), status.recoveryCodesLeft(), !isOfProvider(operator));
    }

    private boolean isOfProvider(Operator operator) {
        return operators
                .find(operator.name())
                .filter(OperatorEntry::isOfProvider)
                .isPresent();
    }

    /** Makes a secret for an authenticator app. It counts once a code confirms it. */
    @POST
    @RolesAllowed("viewer")
    @Consumes(MediaType.APPLICATION_JSON)
    public SecretView begin(@Auth Operator operator, @Context ContainerRequestContext request, PasswordBody body) {
        if (isOfProvider(operator)) {
            throw ProblemException.refused("You log in by a provider, which asks for second factors of its own.");
        }
        requirePassword(operator, request, body);
        SecondFactor.Enrolment enrolment = secondFactor
                .begin(operator.name())
                .orElseThrow(() -> ProblemException.refused("The second factor is on already. Turn it off first."));
        return new SecretView(enrolment.secret(), enrolment.uri());
    }

    /** Turns the second factor on by a first code, ends the operator's other sessions, and returns the recovery codes. Wrong codes count and lock as wrong passwords do. */
    @POST
    @Path("confirm")
    @RolesAllowed("viewer")
    @Consumes(MediaType.APPLICATION_JSON)
    public CodesView confirm(@Auth Operator operator, @Context ContainerRequestContext request, CodeBody body) {
        throttle.charge(operator.name(), operator.address()).ifPresent(wait -> {
            OperatorProblems.require(new LogInResult.Wait(wait), operators);
        });
        List<String> codes = secondFactor
                .confirm(
                        new Actor(operator.name(), operator.address()),
                        body.code(),
                        OperatorSessions.storedToken(request))
                .orElseThrow(() -> invalid("code", "is not what the app shows for this secret; check its clock"));
        throttle.notTried(operator.name(), operator.address());
        return new CodesView(codes);
    }

    /** Turns the second factor off, by password and code. */
    @POST
    @Path("remove")
    @RolesAllowed("viewer")
    @Consumes(MediaType.APPLICATION_JSON)
    public StatusView remove(@Auth Operator operator, @Context ContainerRequestContext request, PasswordBody body) {
        requirePassword(operator, request, body);
        secondFactor.remove(new Actor(operator.name(), operator.address()));
        return new StatusView(null, 0, !isOfProvider(operator));
    }

    /** A session that somebody took over must not be able to change it. */
    private void requirePassword(Operator operator, ContainerRequestContext request, PasswordBody body) {
        LogInResult outcome = passwords.attempt(operator.name(), body.password(), body.code(), Caller.of(request));
        if (outcome instanceof LogInResult.Wrong) {
            throw invalid("password", "is wrong"); // a 401 would mean that the session has ended
        }
        if (outcome instanceof LogInResult.CodeRequired || outcome instanceof LogInResult.CodeWrong) {
            throw invalid("code", "is required, and must be one that was not used");
        }
        OperatorProblems.require(outcome, operators);
    }

    private static ProblemException invalid(String field, String why) {
        return new ProblemException(Problems.invalid(List.of(new Problem.FieldError(field, why))));
    }
}
