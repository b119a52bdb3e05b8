package touchline.api.link;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;

/** Makes the {@code Location} of an answer relative. It needs Jersey's own resolution, which would put in this node's scheme and host, to be off. */
public final class RelativeLocations implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
        if (location instanceof URI target
                && !target.isAbsolute()
                && target.toString().startsWith("/")) {
            String path = request.getUriInfo().getRequestUri().getRawPath();
            response.getHeaders()
                    .putSingle(HttpHeaders.LOCATION, URI.create(RelativeLinks.between(path, target.toString())));
        }
    }
}
