package touchline.api.operator.oidc;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;

/** Tells the log-in page whether there is a provider. */
@Path("/v1/ops/session/oidc")
@Produces(MediaType.APPLICATION_JSON)
public final class OidcResource {
    private final @Nullable String label;

    public OidcResource(Optional<OidcLogIn> logIn) {
        this.label = logIn.map(OidcLogIn::label).orElse(null);
    }

    /**
     * A provider of OpenID Connect.
     *
     * @param label what the log-in page calls it
     */
    @SchemaName("LogInProvider")
    record ProviderView(String label) {}

    /** Returns the provider by which operators can log in, or 204 without one. Browsers begin at {@code /console/oidc/start}. */
    @GET
    @PermitAll
    @ResponseBodyType(ProviderView.class)
    @ResponseBodyType(value = Void.class, status = 204)
    public Response provider() {
        return label == null
                ? Response.noContent().build()
                : Response.ok(new ProviderView(label)).build();
    }
}
