package touchline.api.route;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.request.IdempotencyKey;

/** Refuses an {@code Idempotency-Key} that is malformed or sent more than once. */
@Priority(Priorities.USER)
final class KeyCheck implements ContainerRequestFilter {
    static final String HEADER = "Idempotency-Key";

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> keys = request.getHeaders().getOrDefault(HEADER, List.of());
        if (keys.size() > 1) {
            throw refused("must be sent once");
        }
        if (!keys.isEmpty() && !isWellFormed(keys.get(0))) {
            throw refused("must be 1 to " + IdempotencyKey.LONGEST + " visible ASCII characters");
        }
    }

    private static boolean isWellFormed(String key) {
        return !key.isEmpty()
                && key.length() <= IdempotencyKey.LONGEST
                && key.chars().allMatch(c -> c > 32 && c < 127);
    }

    private static ProblemException refused(String message) {
        return new ProblemException(Problems.invalid(List.of(new Problem.FieldError(HEADER, message))));
    }
}
