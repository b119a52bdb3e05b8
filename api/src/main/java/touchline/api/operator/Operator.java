package touchline.api.operator;

import java.security.Principal;
import touchline.api.operator.account.Role;

/**
 * Who asks for something under {@code /v1/ops}, and from where: what an audit has to write down.
 *
 * @param address the caller's IP address; behind a trusted proxy, the one that the proxy names
 */
public record Operator(String name, Role role, String address) implements Principal {
    @Override
    public String getName() {
        return name;
    }
}
