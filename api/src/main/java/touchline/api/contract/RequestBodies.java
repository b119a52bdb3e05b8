package touchline.api.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/** The bodies that methods take: records, whose {@code @Nullable} fields are optional. */
public final class RequestBodies {
    private RequestBodies() {}

    /** Returns the type of the body that a method declares as its only parameter without an annotation. */
    public static Optional<Class<?>> of(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.getAnnotations().length == 0)
                .<Class<?>>map(parameter -> parameter.getType())
                .filter(RequestBodies::isBody)
                .findFirst();
    }

    public static boolean isBody(Class<?> type) {
        return type.isRecord();
    }
}
