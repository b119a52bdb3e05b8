package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;
import java.util.regex.Pattern;
import touchline.api.auth.Trader;

/** Limits requests by user. Closing a position has its own limit, so that a user who has used up the writes can still exit. */
@Priority(Priorities.AUTHENTICATION + 100)
final class TraderLimits implements ContainerRequestFilter {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern CLOSE = Pattern.compile("/?v1/positions/([^/]+/)?close");

    private final Limit reads;
    private final Limit writes;
    private final Limit closes;

    TraderLimits(Limit reads, Limit writes, Limit closes) {
        this.reads = reads;
        this.writes = writes;
        this.closes = closes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext() != null
                && request.getSecurityContext().getUserPrincipal() instanceof Trader trader) {
            limit(request).take(request, trader.id().value());
        }
    }

    private Limit limit(ContainerRequestContext request) {
        if (READS.contains(request.getMethod())) {
            return reads;
        }
        return CLOSE.matcher(request.getUriInfo().getPath()).matches() ? closes : writes;
    }
}
