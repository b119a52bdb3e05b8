package touchline.stores.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides {@link TestStores} as a parameter. A test method, with its {@code @BeforeEach}, gets stores of its own. If
 * {@code @BeforeAll} takes the parameter, all methods of the class share one, including its data.
 * Tests that use it can't run at the same time in one JVM, as they share a Redis.
 */
public final class StoresExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(StoresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestStores.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The context of a class is the parent of its methods' contexts, and a lookup goes up.
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestStores.class, key -> TestStores.open(), TestStores.class);
    }
}
