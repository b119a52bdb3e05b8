package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import touchline.api.auth.AuthResource;
import touchline.api.caller.Caller;

/** Limits log-ins by address. It is bound to the method, since a path can be written in several ways. */
final class LogInLimit implements DynamicFeature {
    private final Limit logIns;

    LogInLimit(Limit logIns) {
        this.logIns = logIns;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (resource.getResourceClass() == AuthResource.class
                && resource.getResourceMethod().isAnnotationPresent(POST.class)) {
            context.register(new Filter(logIns));
        }
    }

    @Priority(Priorities.AUTHENTICATION)
    private static final class Filter implements ContainerRequestFilter {
        private final Limit logIns;

        Filter(Limit logIns) {
            this.logIns = logIns;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            logIns.take(request, Caller.of(request).network());
        }
    }
}
