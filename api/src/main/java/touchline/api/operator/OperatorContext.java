package touchline.api.operator;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import touchline.api.caller.Caller;
import touchline.api.operator.account.Role;

/** The operator of a request as Jersey's security context. */
record OperatorContext(Operator operator, Caller caller) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
        return operator;
    }

    @Override
    public boolean isUserInRole(String word) {
        return Role.of(word).filter(operator.role()::includes).isPresent();
    }

    @Override
    public boolean isSecure() {
        return caller.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
        return "OPERATOR";
    }
}
