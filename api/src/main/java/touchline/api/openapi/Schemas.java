package touchline.api.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.Constraints;
import touchline.api.contract.SchemaName;
import touchline.api.request.PatchField;
import touchline.market.money.Price;
import touchline.scheduler.forecast.ScheduleDiff;
import touchline.scheduler.history.Execution;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.node.LockWaitsQuery;

/** JSON schemas of Java types, as Jackson writes them; each record once, under its {@link SchemaName}. Not thread-safe. */
final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Names of records of modules that don't know this one. */
    private static final Map<Class<?>, String> ELSEWHERE = Map.of(
            Execution.Interruption.class, "ExecutionInterruption",
            Execution.LogLine.class, "ExecutionLogLine",
            JobStatusQuery.KnownOn.class, "JobNode",
            LockWaitsQuery.Waiting.class, "LockWait",
            ScheduleDiff.class, "ScheduleDiff",
            ScheduleDiff.Line.class, "ScheduleDiffLine");

    private final Map<String, ObjectNode> named = new TreeMap<>();
    private final Map<String, Type> owners = new HashMap<>();
    private final Set<Class<?>> bodies = new HashSet<>();

    private final Constraints constraints;

    Schemas(Constraints constraints) {
        this.constraints = constraints;
    }

    /** Returns the schema of a request body: nullable fields are optional, and fields have their bounds. */
    ObjectNode ofBody(Class<?> type) {
        bodies.add(type);
        return of(type);
    }

    /** Returns the schema of an answer. */
    ObjectNode of(Type type) {
        return of(type, Map.of());
    }

    /** Every record that was asked for, and every one within them. */
    ObjectNode all() {
        ObjectNode all = NODES.objectNode();
        named.forEach(all::set);
        return all;
    }

    private ObjectNode of(Type type, Map<TypeVariable<?>, Type> variables) {
        if (type instanceof TypeVariable<?> variable) {
            return of(variables.getOrDefault(variable, Object.class), variables);
        }
        if (type instanceof ParameterizedType parameterized) {
            return ofParameterized(parameterized, variables);
        }
        if (!(type instanceof Class<?> plain)) {
            return NODES.objectNode();
        }
        if (plain.isRecord() && plain != Price.class) {
            return ofRecord(plain, plain, variables);
        }
        if (plain.isEnum()) {
            ArrayNode names = NODES.arrayNode();
            for (Object constant : plain.getEnumConstants()) {
                names.add(((Enum<?>) constant).name());
            }
            return typed("string").set("enum", names);
        }
        return ofPlain(plain);
    }

    private static ObjectNode ofPlain(Class<?> type) {
        if (type == String.class || type == Duration.class) {
            return typed("string");
        }
        if (type == Instant.class) {
            return typed("string").put("format", "date-time");
        }
        if (type == Price.class) {
            return typed("string").put("pattern", "^[0-9]+(\\.[0-9]{1,4})?$");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == int.class || type == Integer.class) {
            return typed("integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return typed("integer").put("format", "int64");
        }
        if (type == double.class || type == Double.class) {
            return typed("number");
        }
        if (type == ObjectNode.class) {
            return typed("object");
        }
        return NODES.objectNode(); // any JSON
    }

    private ObjectNode ofParameterized(ParameterizedType type, Map<TypeVariable<?>, Type> variables) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] given = type.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            return typed("array").set("items", of(given[0], variables));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return typed("object").set("additionalProperties", of(given[1], variables));
        }
        if (raw == Optional.class) {
            return orNull(of(given[0], variables));
        }
        if (raw == PatchField.class) {
            return of(given[0], variables);
        }
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        for (int n = 0; n < given.length; n++) {
            Type argument = given[n];
            bound.put(
                    raw.getTypeParameters()[n],
                    argument instanceof TypeVariable<?> outer ? variables.getOrDefault(outer, Object.class) : argument);
        }
        return raw.isRecord() ? ofRecord(raw, type, bound) : NODES.objectNode();
    }

    private ObjectNode ofRecord(Class<?> type, Type whole, Map<TypeVariable<?>, Type> variables) {
        String name = name(type, whole, variables);
        if (!named.containsKey(name)) {
            ObjectNode schema = typed("object");
            named.put(name, schema); // first, as it may be within itself
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = NODES.arrayNode();
            describe(type, variables, properties, required);
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
            schema.put("additionalProperties", false);
        }
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void describe(
            Class<?> type, Map<TypeVariable<?>, Type> variables, ObjectNode properties, ArrayNode required) {
        JsonInclude include = type.getAnnotation(JsonInclude.class);
        boolean leavesOutNulls = include != null && include.value() == JsonInclude.Include.NON_NULL;
        boolean isBody = bodies.contains(type);
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                describe(component.getType(), variables, properties, required);
                continue;
            }
            AnnotatedType annotated = component.getAnnotatedType();
            boolean isPatch = component.getType() == PatchField.class;
            boolean nullable = isPatch || annotated.isAnnotationPresent(Nullable.class);
            ObjectNode schema = within(annotated, component.getGenericType(), variables);
            if (isBody) {
                constraints.describe(type, component.getName(), schema);
            }
            properties.set(component.getName(), nullable ? orNull(schema) : schema);
            if (!nullable || !(leavesOutNulls || isBody)) {
                required.add(component.getName());
            }
        }
    }

    /** Elements of a list may be null as well. */
    private ObjectNode within(AnnotatedType annotated, Type type, Map<TypeVariable<?>, Type> variables) {
        if (annotated instanceof AnnotatedParameterizedType parameterized
                && type instanceof ParameterizedType plain
                && Collection.class.isAssignableFrom((Class<?>) plain.getRawType())
                && parameterized.getAnnotatedActualTypeArguments()[0].isAnnotationPresent(Nullable.class)) {
            return typed("array").set("items", orNull(of(plain.getActualTypeArguments()[0], variables)));
        }
        return of(type, variables);
    }

    /** Returns the name of a record in the document; with type arguments, theirs precede it: {@code OrderPage}. */
    private String name(Class<?> type, Type whole, Map<TypeVariable<?>, Type> variables) {
        StringBuilder name = new StringBuilder();
        if (whole instanceof ParameterizedType) {
            for (TypeVariable<?> variable : type.getTypeParameters()) {
                name.append(plainName((Class<?>) variables.getOrDefault(variable, Object.class)));
            }
        }
        name.append(plainName(type));
        Type owner = owners.putIfAbsent(name.toString(), whole);
        if (owner != null && !owner.equals(whole)) {
            throw new IllegalStateException("two schemas are named " + name + ": " + owner + " and " + whole);
        }
        return name.toString();
    }

    /** A record without a name has that of its class, which a test refuses. */
    private static String plainName(Class<?> type) {
        SchemaName name = type.getAnnotation(SchemaName.class);
        return name != null ? name.value() : ELSEWHERE.getOrDefault(type, type.getSimpleName());
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static ObjectNode orNull(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type == null || !type.isTextual()) {
            if (schema.isEmpty()) {
                return schema;
            }
            ObjectNode either = NODES.objectNode();
            either.putArray("anyOf").add(schema).add(typed("null"));
            return either;
        }
        schema.putArray("type").add(type.textValue()).add("null");
        if (schema.get("enum") instanceof ArrayNode names) {
            names.addNull();
        }
        return schema;
    }
}
