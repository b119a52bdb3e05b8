package touchline.api.limit;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Tells with every answer what the limits are and what is left of them, as the IETF's draft of RateLimit header fields has it. */
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
