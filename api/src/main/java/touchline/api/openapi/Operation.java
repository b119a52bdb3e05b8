package touchline.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.OptionalBody;
import touchline.api.contract.OptionalPrincipal;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.RequestBodies;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.StreamedEvents;
import touchline.api.problem.Problem;

/** The description of a route. */
final class Operation {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ResourceMethod route;
    private final Method method;
    private final Schemas schemas;

    Operation(ResourceMethod route, Schemas schemas) {
        this.route = route;
        this.method = route.getInvocable().getDefinitionMethod();
        this.schemas = schemas;
    }

    ObjectNode describe() {
        ObjectNode operation = NODES.objectNode();
        Class<?> type = method.getDeclaringClass();
        operation.put("operationId", type.getSimpleName().replace("Resource", "") + "." + method.getName());
        operation.putArray("tags").add(type.getPackageName().replaceFirst("^touchline\\.api\\.?", ""));
        RolesAllowed roles = roles();
        if (roles != null) {
            operation.put("description", "For the role " + String.join(", ", roles.value()) + " and those above it.");
        }
        ArrayNode parameters = parameters();
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        body(operation);
        operation.set("responses", responses());
        operation.set("security", security(roles));
        return operation;
    }

    private ArrayNode parameters() {
        ArrayNode parameters = NODES.arrayNode();
        for (Parameter parameter : route.getInvocable().getParameters()) {
            String in = switch (parameter.getSource()) {
                case PATH -> "path";
                case QUERY -> "query";
                case HEADER -> "header";
                default -> null;
            };
            if (in != null) {
                parameters
                        .addObject()
                        .put("name", parameter.getSourceName())
                        .put("in", in)
                        .put("required", in.equals("path"))
                        .set("schema", schemas.of(parameter.getRawType()));
            }
        }
        for (QueryParameter asked : method.getAnnotationsByType(QueryParameter.class)) {
            ObjectNode parameter = parameters
                    .addObject()
                    .put("name", asked.value())
                    .put("in", "query")
                    .put("required", false);
            String names =
                    asked.of().isEnum() ? "any of " + Arrays.toString(asked.of().getEnumConstants()) : "";
            String what = asked.what().isEmpty() ? names : asked.what();
            if (!what.isEmpty()) {
                parameter.put("description", what);
            }
            parameter.set("schema", NODES.objectNode().put("type", "string"));
        }
        return parameters;
    }

    private void body(ObjectNode operation) {
        RequestBodies.of(method).ifPresent(type -> {
            operation
                    .putObject("requestBody")
                    .put("required", !OptionalBody.class.isAssignableFrom(type))
                    .putObject("content")
                    .putObject(MediaType.APPLICATION_JSON)
                    .set("schema", schemas.ofBody(type));
        });
    }

    private ObjectNode responses() {
        ObjectNode responses = NODES.objectNode();
        StreamedEvents streams = method.getAnnotation(StreamedEvents.class);
        ResponseBodyType[] declared = method.getAnnotationsByType(ResponseBodyType.class);
        if (streams != null) {
            stream(responses.putObject("200").put("description", "Server-Sent Events"), streams.value());
        } else if (declared.length > 0) {
            for (ResponseBodyType answer : declared) {
                answer(responses, answer.status(), answer.value() == Void.class ? null : answer.value());
            }
        } else if (method.getReturnType() == void.class) {
            answer(responses, 204, null);
        } else {
            boolean isOpen = method.getReturnType() == Response.class;
            answer(responses, 200, isOpen ? Object.class : method.getGenericReturnType());
        }
        ObjectNode problem =
                responses.putObject("default").put("description", "A problem (RFC 9457), identified by its type");
        problem.putObject("content").putObject(Problem.MEDIA_TYPE.toString()).set("schema", schemas.of(Problem.class));
        return responses;
    }

    /** Several answers under one status become a {@code oneOf}. */
    private void answer(ObjectNode responses, int status, @Nullable Type type) {
        Response.Status known = Response.Status.fromStatusCode(status); // has no 101
        JsonNode before = responses
                .path(Integer.toString(status))
                .path("content")
                .path(mediaType())
                .path("schema");
        ObjectNode answer = responses
                .putObject(Integer.toString(status))
                .put("description", known == null ? "Switching Protocols" : known.getReasonPhrase());
        if (type != null) {
            ObjectNode schema = schemas.of(type);
            if (!before.isMissingNode()) {
                ObjectNode either = NODES.objectNode();
                either.putArray("anyOf").add(before).add(schema);
                schema = either;
            }
            answer.putObject("content").putObject(mediaType()).set("schema", schema);
        }
    }

    private void stream(ObjectNode answer, Class<?> events) {
        ObjectNode content = answer.putObject("content").putObject(MediaType.SERVER_SENT_EVENTS);
        content.set("schema", NODES.objectNode().put("type", "string"));
        ObjectNode named = content.putObject("x-events");
        for (Class<?> event : List.of(events.getPermittedSubclasses())) {
            StreamedEvents.Named name = event.getAnnotation(StreamedEvents.Named.class);
            named.set(name == null ? event.getSimpleName().toLowerCase(Locale.ROOT) : name.value(), schemas.of(event));
        }
    }

    private String mediaType() {
        List<MediaType> produced = route.getProducedTypes();
        return produced.isEmpty() ? MediaType.APPLICATION_JSON : produced.get(0).toString();
    }

    private ArrayNode security(@Nullable RolesAllowed roles) {
        ArrayNode either = NODES.arrayNode();
        if (roles != null && !method.isAnnotationPresent(PermitAll.class)) {
            either.addObject().putArray("operatorSession");
            either.addObject().putArray("operatorBasic");
        } else if (Arrays.stream(method.getParameters())
                .anyMatch(parameter ->
                        parameter.isAnnotationPresent(Auth.class) && parameter.getType() == Trader.class)) {
            either.addObject().putArray("trader");
        }
        OptionalPrincipal anyone = method.getAnnotation(OptionalPrincipal.class);
        if (anyone != null && anyone.value() == Trader.class) {
            either.addObject();
            either.addObject().putArray("trader");
        }
        return either;
    }

    private @Nullable RolesAllowed roles() {
        return method.isAnnotationPresent(RolesAllowed.class)
                ? method.getAnnotation(RolesAllowed.class)
                : method.getDeclaringClass().getAnnotation(RolesAllowed.class);
    }
}
