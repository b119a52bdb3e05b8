package touchline.api.apikey;

import io.dropwizard.auth.Auth;
import jakarta.annotation.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import touchline.api.auth.Trader;
import touchline.api.contract.Scope;
import touchline.api.contract.SignedInOnly;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** Refuses credentials whose scope does not cover the route: reads need {@code READ}, {@link SignedInOnly} routes an account, all others {@code TRADE}. */
final class ScopeCheck implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        boolean isForTraders = Arrays.stream(method.getParameters())
                .anyMatch(one -> one.isAnnotationPresent(Auth.class) && one.getType() == Trader.class);
        if (isForTraders) {
            context.register(new Check(needed(method)));
        }
    }

    private static Scope needed(Method method) {
        if (method.isAnnotationPresent(SignedInOnly.class)) {
            return Scope.ACCOUNT;
        }
        return method.isAnnotationPresent(GET.class) ? Scope.READ : Scope.TRADE;
    }

    /** After authentication, and before limits and the route. */
    @Priority(Priorities.AUTHORIZATION)
    private static final class Check implements ContainerRequestFilter {
        private final Scope needed;

        private Check(Scope needed) {
            this.needed = needed;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            if (!(request.getSecurityContext().getUserPrincipal() instanceof Trader trader)
                    || !trader.scope().includes(needed)) {
                throw new ProblemException(Problems.forbidden(
                                needed == Scope.ACCOUNT
                                        ? "An API key can't do this. Sign in."
                                        : "Your API key has the scope READ, and this needs TRADE."))
                        .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            }
        }
    }
}
