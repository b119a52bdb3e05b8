package touchline.api.ops.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.NewPassword;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.operator.account.Role;
import touchline.api.ops.command.ReasonBody;
import touchline.api.request.Page;

/** Operators, for admins. */
@Path("/v1/ops/operators")
@Produces(MediaType.APPLICATION_JSON)
final class OperatorsResource {
    private static final String ROLES = "viewer|operator|admin";
    private static final String ROLES_WORDS = "must be viewer, operator or admin";

    private final OperatorDesk desk;

    OperatorsResource(OperatorDesk desk) {
        this.desk = desk;
    }

    /**
     * Creates an operator.
     *
     * @param password a permanent password; without it, a one-time password is generated, which has to be replaced within 72 hours
     */
    @SchemaName("OperatorRequest")
    record OperatorBody(
            @NotNull(message = "is required")
            @Pattern(
                    regexp = "[a-z0-9][a-z0-9._@-]{0,63}",
                    message = "must be 1 to 64 of a-z, 0-9, '.', '_', '@' and '-', and begin with a letter or digit")
            String name,

            @NotNull(message = "is required: viewer, operator or admin") @Pattern(regexp = ROLES, message = ROLES_WORDS)
            String role,

            @NewPassword @Nullable String password,
            @CommandReason String reason) {
        /** Without the password. */
        @Override
        public String toString() {
            return "OperatorBody[" + name + "]";
        }
    }

    /** The new role of an operator. */
    @SchemaName("RoleRequest")
    record RoleBody(
            @NotNull(message = "is required: viewer, operator or admin") @Pattern(regexp = ROLES, message = ROLES_WORDS)
            String role,

            @CommandReason String reason) {}

    /**
     * Replaces a password.
     *
     * @param password as when an operator is created
     */
    @SchemaName("PasswordResetRequest")
    record PasswordBody(
            @NewPassword @Nullable String password,
            @CommandReason String reason) {
        /** Without the password. */
        @Override
        public String toString() {
            return "PasswordBody[]";
        }
    }

    /**
     * An operator with a new password.
     *
     * @param password the generated one-time password, which is not shown again; null if one was given
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("OperatorPassword")
    record PasswordView(OperatorView operator, @Nullable String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "PasswordView[" + operator.name() + "]";
        }
    }

    /** Lists all operators, by name. */
    @GET
    @RolesAllowed("admin")
    public Page<OperatorView> list(@Auth Operator operator) {
        return new Page<>(desk.all(), null);
    }

    /** Creates an operator. */
    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public PasswordView create(@Auth Operator operator, OperatorBody body) {
        Role role = Role.of(body.role()).orElseThrow();
        String password = desk.create(body.name(), role, body.password(), operator.attribution(body.reason()));
        return new PasswordView(desk.find(body.name()), password);
    }

    /** Changes the role of an operator, and ends the operator's sessions. */
    @POST
    @Path("{name}/role")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public OperatorView changeRole(@Auth Operator operator, @PathParam("name") String name, RoleBody body) {
        desk.setRole(name, Role.of(body.role()).orElseThrow(), operator.attribution(body.reason()));
        return desk.find(name);
    }

    /** Disables an operator, and ends the operator's sessions. */
    @POST
    @Path("{name}/disable")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public OperatorView disable(@Auth Operator operator, @PathParam("name") String name, ReasonBody body) {
        desk.disable(name, operator.attribution(body.reason()));
        return desk.find(name);
    }

    /** Lets a disabled operator log in again. */
    @POST
    @Path("{name}/enable")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public OperatorView enable(@Auth Operator operator, @PathParam("name") String name, ReasonBody body) {
        desk.enable(name, operator.attribution(body.reason()));
        return desk.find(name);
    }

    /** Replaces the password of an operator, and ends the operator's sessions. */
    @POST
    @Path("{name}/reset-password")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public PasswordView resetPassword(@Auth Operator operator, @PathParam("name") String name, PasswordBody body) {
        String password = desk.resetPassword(name, body.password(), operator.attribution(body.reason()));
        return new PasswordView(desk.find(name), password);
    }

    /** Ends all sessions of an operator, on every node. */
    @POST
    @Path("{name}/end-sessions")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public OperatorView endSessions(@Auth Operator operator, @PathParam("name") String name, ReasonBody body) {
        desk.endSessions(name, operator.attribution(body.reason()));
        return desk.find(name);
    }

    /** Turns off the second factor of an operator who lost it, and ends the operator's sessions. Only another admin can. */
    @POST
    @Path("{name}/reset-totp")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public OperatorView resetTotp(@Auth Operator operator, @PathParam("name") String name, ReasonBody body) {
        desk.find(name);
        desk.resetSecondFactor(name, operator.attribution(body.reason()));
        return desk.find(name);
    }
}
