package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import touchline.api.operator.Caller;

/** What may be asked from an address, before anything else is looked at. Operators have a gate of their own. */
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
final class AddressLimits implements ContainerRequestFilter {
    private final Limit requests;
    private final Limit logIns;

    AddressLimits(Limit requests, Limit logIns) {
        this.requests = requests;
        this.logIns = logIns;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.startsWith("v1/ops/") || path.startsWith("/v1/ops/")) {
            return;
        }
        String network = Caller.of(request).network();
        requests.take(request, network);
        if (path.endsWith("v1/auth/google") && request.getMethod().equals("POST")) {
            logIns.take(request, network);
        }
    }
}
