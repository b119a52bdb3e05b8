package touchline.api.route;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** Refuses more than one {@code Authorization} header: a proxy may check another one than the node, and they may name different users. */
@Priority(Priorities.AUTHENTICATION - 1)
final class CredentialCheck implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getHeaders()
                        .getOrDefault(HttpHeaders.AUTHORIZATION, List.of())
                        .size()
                > 1) {
            throw new ProblemException(Problems.malformedRequest("Send one Authorization header."));
        }
    }
}
