package touchline.api;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;

/** A door for each role, and what happens behind the one that was forgotten. */
@Path("/v1/ops/probe")
@Produces(MediaType.APPLICATION_JSON)
public final class ProbeResource {
    /** Who came in. */
    @SchemaName("ProbeAnswer")
    public record Who(String name, String role, String address) {
        static Who of(Operator operator) {
            return new Who(operator.name(), operator.role().word(), operator.address());
        }
    }

    @GET
    @Path("viewer")
    @RolesAllowed("viewer")
    public Who see(@Auth Operator operator) {
        return Who.of(operator);
    }

    @POST
    @Path("operator")
    @RolesAllowed("operator")
    public Who steer(@Auth Operator operator) {
        return Who.of(operator);
    }

    @POST
    @Path("admin")
    @RolesAllowed("admin")
    public Who change(@Auth Operator operator) {
        return Who.of(operator);
    }

    /** A method without a role. */
    @GET
    @Path("forgotten")
    public String forgotten() {
        return "\"open\"";
    }

    @GET
    @Path("misspelt")
    @RolesAllowed("vewer")
    public String misspelt() {
        return "\"open\"";
    }

    @GET
    @Path("fault")
    @RolesAllowed("viewer")
    public String fault(@Auth Operator operator) {
        return List.of(operator.name()).get(1);
    }

    @Path("below")
    public Below below() {
        return new Below();
    }

    /** What a resource hands on to. */
    public static final class Below {
        @GET
        public String forgotten() {
            return "\"open\"";
        }

        @GET
        @Path("viewer")
        @RolesAllowed("viewer")
        public Who see(@Auth Operator operator) {
            return Who.of(operator);
        }
    }
}
