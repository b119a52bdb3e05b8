package touchline.api.route;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Names the type of JSON answers without parameters. JAX-RS takes over those of {@code Accept}: the answer to {@code application/json;charset=utf-16} would claim to be UTF-16, and it is
 * UTF-8.
 */
@Priority(Priorities.USER + 100) // before the entity tags, which take over the type
final class PlainTypes implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MediaType type = response.getMediaType();
        if (type != null && !type.getParameters().isEmpty() && MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
