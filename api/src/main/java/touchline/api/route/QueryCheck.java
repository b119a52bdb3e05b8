package touchline.api.route;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/**
 * Refuses query parameters that a route does not declare, those that are repeated, empty or not percent-encoded UTF-8, and parameters within the path. A filter that is not applied would give an
 * answer to another question.
 */
@Priority(Priorities.USER)
final class QueryCheck implements ContainerRequestFilter {
    private final Set<String> declared;

    QueryCheck(Set<String> declared) {
        this.declared = Set.copyOf(declared);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String query = RawQuery.of(request);
        boolean hasParameters =
                request.getUriInfo().getRequestUri().getRawPath().indexOf(';') >= 0;
        if (query == null && !hasParameters) {
            return;
        }
        List<Problem.FieldError> errors = new ArrayList<>(errors(query));
        if (hasParameters) { // JAX-RS would ignore what follows
            errors.add(Problem.FieldError.of("path", "must not contain ';': parameters follow '?'"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(errors));
        }
    }

    /** The errors of a raw query, which may be null; one for each parameter. */
    List<Problem.FieldError> errors(@Nullable String query) {
        Map<String, String> errors = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String rawName = equals < 0 ? pair : pair.substring(0, equals);
            Optional<String> name = PercentEncoding.decode(rawName);
            Optional<String> value = PercentEncoding.decode(equals < 0 ? "" : pair.substring(equals + 1));
            String shown = name.orElse(rawName);
            if (name.isEmpty() || value.isEmpty()) {
                errors.putIfAbsent(shown, "is not percent-encoded UTF-8");
            } else if (!declared.contains(name.get())) {
                errors.putIfAbsent(shown, "is not known here");
            } else if (seen.contains(name.get())) {
                errors.putIfAbsent(shown, "is given twice");
            } else if (value.get().isEmpty()) {
                errors.putIfAbsent(shown, "is empty; leave it out instead");
            }
            seen.add(shown);
        }
        return errors.entrySet().stream()
                .map(error -> Problem.FieldError.of(error.getKey(), error.getValue()))
                .toList();
    }
}
