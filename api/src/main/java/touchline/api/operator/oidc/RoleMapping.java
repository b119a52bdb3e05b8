package touchline.api.operator.oidc;

import com.google.common.base.Splitter;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import touchline.api.operator.account.Role;

/**
 * Which groups of a provider have which role.
 *
 * @param claim the claim that lists the groups; dots separate the names of nested claims
 * @param roles by group
 */
public record RoleMapping(String claim, Map<String, Role> roles) {
    public RoleMapping {
        roles = Map.copyOf(roles);
    }

    /**
     * Reads a mapping, as in {@code desk-admins=admin, desk=operator}.
     *
     * @throws IllegalArgumentException if it is none, or empty
     */
    public static RoleMapping parse(String claim, String text) {
        Map<String, Role> roles = new HashMap<>();
        for (String part : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
            int at = part.lastIndexOf('=');
            String group = at < 0 ? "" : part.substring(0, at).strip();
            Optional<Role> role = Role.of(part.substring(at + 1).strip());
            if (group.isEmpty() || role.isEmpty() || roles.put(group, role.get()) != null) {
                throw new IllegalArgumentException(
                        "OPERATORS_OIDC_ROLES must be GROUP=ROLE, comma separated, each group once;"
                                + " a role is viewer, operator or admin");
            }
        }
        if (claim.isBlank() || roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "OPERATORS_OIDC_URL needs OPERATORS_OIDC_ROLES, such as desk-admins=admin, desk=operator");
        }
        return new RoleMapping(claim, roles);
    }

    /** The highest role of the groups of an operator; empty without one. */
    Optional<Role> of(Map<String, Object> claims) {
        return groups(claims).stream()
                .flatMap(group -> Optional.ofNullable(roles.get(group)).stream())
                .max(Comparator.naturalOrder());
    }

    private Set<String> groups(Map<String, Object> claims) {
        Object value = claims.get(claim); // as it is: providers have claims that are addresses
        if (value == null) {
            value = claims;
            for (String name : Splitter.on('.').split(claim)) {
                value = value instanceof Map<?, ?> nested ? nested.get(name) : null;
            }
        }
        Set<String> groups = new HashSet<>();
        if (value instanceof Collection<?> several) {
            several.forEach(one -> groups.add(String.valueOf(one)));
        } else if (value instanceof String one) {
            groups.addAll(List.of(one, one.strip()));
        }
        return groups;
    }
}
