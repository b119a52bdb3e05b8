package touchline.api.limit;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Adds the limits and what is left of them to every answer (IETF draft "RateLimit header fields for HTTP"). */
final class LimitHeaders implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String policies = Limit.policies(request);
        if (!policies.isEmpty()) {
            response.getHeaders().putSingle("RateLimit-Policy", policies);
            response.getHeaders().putSingle("RateLimit", Limit.states(request));
        }
    }
}
