package touchline.api;

import io.dropwizard.core.setup.Environment;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/** Every route under {@code /v1/ops}, as Jersey knows them. */
final class OpsRoutes {
    private OpsRoutes() {}

    /**
     * A route.
     *
     * @param role the least that is let in; null where everybody is
     */
    record Route(String method, String path, @Nullable String role) {
        boolean changes() {
            return !method.equals("GET");
        }

        /** With something in the place of each variable. */
        String concrete() {
            return path.replace("{group}", "platform")
                    .replace("{name}", "canary")
                    .replaceAll("\\{[^}]+}", "1");
        }
    }

    static List<Route> of(Environment environment) {
        List<Route> routes = new ArrayList<>();
        var config = environment.jersey().getResourceConfig();
        Stream.concat(config.getInstances().stream().map(Object::getClass), config.getClasses().stream())
                .filter(type -> !type.equals(ProbeResource.class))
                .map(Resource::from)
                .filter(resource -> resource != null)
                .forEach(resource -> collect(resource, "", routes));
        return routes;
    }

    private static void collect(Resource resource, String parent, List<Route> routes) {
        String path = (parent + "/" + String.valueOf(resource.getPath())).replaceAll("/+", "/");
        if ((path + "/").startsWith("/v1/ops/")) {
            for (ResourceMethod each : resource.getResourceMethods()) {
                routes.add(new Route(
                        each.getHttpMethod(), path, role(each.getInvocable().getDefinitionMethod())));
            }
        }
        resource.getChildResources().forEach(child -> collect(child, path, routes));
    }

    private static @Nullable String role(Method method) {
        if (method.isAnnotationPresent(PermitAll.class)) {
            return null;
        }
        RolesAllowed roles = method.isAnnotationPresent(RolesAllowed.class)
                ? method.getAnnotation(RolesAllowed.class)
                : method.getDeclaringClass().getAnnotation(RolesAllowed.class);
        if (roles == null || roles.value().length != 1) {
            throw new AssertionError(method + " names no role, or more than one");
        }
        return roles.value()[0];
    }
}
