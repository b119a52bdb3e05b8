package touchline.api.route;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.RequestBodies;

/** Puts the checks of a request's query, body and key before each route, by what its method declares. The OpenAPI document is made of the same declarations. */
final class DeclaredInput implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        context.register(new QueryCheck(queryParameters(method)));
        context.register(new BodyCheck(RequestBodies.of(method).isPresent()));
        if (named(method, HeaderParam.class, HeaderParam::value).anyMatch(KeyCheck.HEADER::equalsIgnoreCase)) {
            context.register(new KeyCheck());
        }
    }

    private static Set<String> queryParameters(Method method) {
        return Stream.concat(
                        named(method, QueryParam.class, QueryParam::value),
                        Arrays.stream(method.getAnnotationsByType(QueryParameter.class))
                                .map(QueryParameter::value))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <A extends Annotation> Stream<String> named(
            Method method, Class<A> annotation, Function<A, String> name) {
        return Arrays.stream(method.getParameters())
                .map((Parameter parameter) -> parameter.getAnnotation(annotation))
                .filter(Objects::nonNull)
                .map(name);
    }
}
