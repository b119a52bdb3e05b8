package touchline.api.operator;

import java.security.Principal;
import touchline.api.operator.account.Role;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.operation.Attribution;

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

    /**
     * Attributes a command.
     *
     * @param reason blanks around it are removed
     */
    public Attribution attribution(String reason) {
        return new Attribution(new Actor(name, address), reason.strip());
    }
}
