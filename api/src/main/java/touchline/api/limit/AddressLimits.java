package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import touchline.api.caller.Caller;

/** Limits requests by address, before anything else is checked. Operators' routes have their own gate. */
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
final class AddressLimits implements ContainerRequestFilter {
    private final Limit requests;

    AddressLimits(Limit requests) {
        this.requests = requests;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!path.startsWith("v1/ops/") && !path.startsWith("/v1/ops/")) {
            requests.take(request, Caller.of(request).network());
        }
    }
}
