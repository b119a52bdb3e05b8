package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Adds the limits and what is left of them to every answer (IETF draft "RateLimit header fields for HTTP"), always before entity tags. */
@Priority(Priorities.USER + 100)
final class LimitHeaders implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Limit.describe(request, response.getHeaders()::putSingle);
    }
}
