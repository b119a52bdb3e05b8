package touchline.api.operator;

import java.security.Principal;
import touchline.api.operator.account.Role;

/**
 * The operator of a request and its address, for the audit log.
 *
 * @param address the caller's IP address; behind a trusted proxy, the one that the proxy names
 */
public record Operator(String name, Role role, String address) implements Principal {
    @Override
    public String getName() {
        return name;
    }
}
