package touchline.api.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document of this very node. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    private final String version;
    private volatile @Nullable ObjectNode document;

    public OpenApiResource(String version) {
        this.version = version;
    }

    /** Made when it is first asked for, as then everything is registered. */
    @GET
    public ObjectNode get(@Context ExtendedResourceContext context) {
        ObjectNode made = document;
        if (made == null) {
            made = Document.of(context.getResourceModel().getRootResources(), version);
            document = made;
        }
        return made;
    }
}
