package touchline.api.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.Constraints;
import touchline.market.MarketRules;

/** The OpenAPI document of this very node. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    private final String version;
    private final OperationTexts prose;
    private final Constraints constraints;
    private volatile @Nullable ObjectNode document;

    /** The document of a version; bounds in it are those of the market's rules. */
    public OpenApiResource(String version, MarketRules rules) {
        this.version = version;
        this.constraints = new Constraints(rules);
        this.prose = new OperationTexts(rules);
    }

    /** Made when it is first asked for, as then everything is registered. */
    @GET
    public ObjectNode get(@Context ExtendedResourceContext context) {
        ObjectNode made = document;
        if (made == null) {
            made = OpenApiDocument.of(context.getResourceModel().getRootResources(), version, prose, constraints);
            document = made;
        }
        return made;
    }
}
