package touchline.api.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/**
 * Lets a client that accepts problems have the answer as well. Of the media types that the OpenAPI document names for a call, generated clients send only one in
 * {@code Accept}, and where it succeeds without JSON, that is {@code application/problem+json}.
 */
@PreMatching
final class ProblemsAccepted implements ContainerRequestFilter {
    private static final String JSON = "application/json";

    @Override
    public void filter(ContainerRequestContext request) {
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null) {
            return;
        }
        String types = accept.toLowerCase(Locale.ROOT);
        if (types.contains(Problem.MEDIA_TYPE.toString()) && !types.contains(JSON)) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, accept + ", " + JSON + ";q=0.01");
        }
    }
}
