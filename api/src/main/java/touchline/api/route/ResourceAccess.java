package touchline.api.route;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.spi.internal.ResourceMethodInvocationHandlerProvider;

/** Permits resources that are package-private. Without it, Jersey calls only methods of public classes. Registered with Jersey as a component. */
final class ResourceAccess extends AbstractBinder {
    @Override
    protected void configure() {
        bind((ResourceMethodInvocationHandlerProvider) ResourceAccess::handler)
                .to(ResourceMethodInvocationHandlerProvider.class);
    }

    private static InvocationHandler handler(Invocable route) {
        Method method = route.getDefinitionMethod();
        method.setAccessible(true);
        return (resource, sameMethod, arguments) -> method.invoke(resource, arguments);
    }
}
