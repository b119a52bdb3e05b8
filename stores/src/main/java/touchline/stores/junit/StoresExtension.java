package touchline.stores.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands {@link TestStores} to whoever takes one as a parameter. A test method, with its {@code @BeforeEach}, gets its own and
 * leaves no trace. Where {@code @BeforeAll} takes one, all methods of the class share that one, and what they write.
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
