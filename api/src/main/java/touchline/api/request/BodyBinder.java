package touchline.api.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.validation.ConstraintViolation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.Constraints;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Texts;
import touchline.market.money.Price;

/**
 * Binds JSON objects to records, field by field, and checks their constraints: one problem reports every invalid and every unknown field.
 * Thread-safe.
 */
final class BodyBinder {
    private static final int LONGEST_LIST = 20;
    private static final String NO_STRING = "must be a string";
    private static final String NO_PLAIN_STRING = NO_STRING + " on one line, without control characters";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new SimpleModule().addDeserializer(Price.class, new PriceReader()))
            .build();

    private final Constraints constraints;
    private final Map<Class<?>, BodyShape<?>> shapes = new ConcurrentHashMap<>();

    BodyBinder(Constraints constraints) {
        this.constraints = constraints;
    }

    /**
     * Binds a body.
     *
     * @throws ProblemException validation, with every invalid field
     */
    <T extends Record> T bind(ObjectNode body, Class<T> type) {
        BodyShape<T> shape = shape(type);
        Map<String, String> mismatches = new LinkedHashMap<>();
        @Nullable
        Object[] values = shape.fields().stream()
                .map(field -> value(field, body.get(field.name()), type, mismatches))
                .toArray();
        T bound = shape.construct(values);
        Map<String, String> violations = violations(bound);
        if (!mismatches.isEmpty() || !violations.isEmpty() || hasUnknown(body, shape)) {
            throw new ProblemException(Problems.invalid(errors(body, shape, mismatches, violations)));
        }
        return bound;
    }

    private @Nullable Object value(
            BodyShape.Field field, @Nullable JsonNode node, Class<?> body, Map<String, String> mismatches) {
        if (field.isPatch()) {
            return new PatchField<>(node != null, read(field, node, body, mismatches));
        }
        if (field.isList()) {
            return list(field, node, mismatches);
        }
        return field.isMap() ? texts(field.name(), node, mismatches) : read(field, node, body, mismatches);
    }

    private @Nullable Object read(
            BodyShape.Field field, @Nullable JsonNode node, Class<?> body, Map<String, String> mismatches) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (field.type().isEnum() && !namesConstant(field.type(), node)) {
            mismatches.put(field.name(), String.valueOf(typeMessage(field)));
            return null;
        }
        try {
            return field.reader().readValue(node);
        } catch (JsonProcessingException e) {
            String otherwise = typeMessage(field);
            mismatches.put(
                    field.name(), otherwise == null ? constraints.message(body, field.name(), NO_STRING) : otherwise);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no stream", e);
        }
    }

    private static @Nullable List<?> list(
            BodyShape.Field field, @Nullable JsonNode node, Map<String, String> mismatches) {
        if (node == null || node.isNull()) {
            return null;
        }
        List<Object> items = new ArrayList<>();
        boolean fits = node.isArray() && node.size() <= LONGEST_LIST;
        for (int n = 0; fits && n < node.size(); n++) {
            fits = namesConstant(field.element(), node.get(n));
            if (fits) {
                items.add(constant(field, node.get(n)));
            }
        }
        if (!fits) {
            mismatches.put(
                    field.name(),
                    "must be a list of at most " + LONGEST_LIST + " of "
                            + Arrays.toString(field.element().getEnumConstants()));
        }
        return items;
    }

    private static Object constant(BodyShape.Field field, JsonNode node) {
        try {
            return field.reader().readValue(node);
        } catch (IOException e) {
            throw new UncheckedIOException("the name was checked", e);
        }
    }

    /** Exactly: Jackson would ignore spaces around a name. */
    private static boolean namesConstant(Class<?> type, JsonNode node) {
        return Arrays.stream(type.getEnumConstants())
                .anyMatch(constant -> constant.toString().equals(node.textValue()));
    }

    private static @Nullable Map<String, String> texts(
            String field, @Nullable JsonNode node, Map<String, String> mismatches) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isObject()) {
            mismatches.put(field, "must be an object of strings");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String text = entry.getValue().textValue();
            if (text == null || !Texts.isPlain(text) || !Texts.isPlain(entry.getKey())) {
                mismatches.put(field + "." + entry.getKey(), text == null ? NO_STRING : NO_PLAIN_STRING);
            } else {
                texts.put(entry.getKey(), text);
            }
        });
        return texts;
    }

    private <T extends Record> Map<String, String> violations(T bound) {
        Map<String, String> violations = new LinkedHashMap<>();
        for (ConstraintViolation<T> violation : constraints.check(bound)) {
            violations.put(violation.getPropertyPath().toString(), violation.getMessage());
        }
        return violations;
    }

    private static boolean hasUnknown(ObjectNode body, BodyShape<?> shape) {
        return body.size() > shape.fields().size()
                || body.properties().stream()
                        .anyMatch(sent -> shape.fields().stream()
                                .noneMatch(field -> field.name().equals(sent.getKey())));
    }

    /** In the order of the record's fields; unknown ones are last. */
    private static List<Problem.FieldError> errors(
            ObjectNode body, BodyShape<?> shape, Map<String, String> mismatches, Map<String, String> violations) {
        Map<String, String> all = new LinkedHashMap<>(mismatches);
        all.putAll(violations); // they name the bounds
        List<Problem.FieldError> errors = new ArrayList<>();
        for (BodyShape.Field field : shape.fields()) {
            String ofType = typeMessage(field);
            all.forEach((path, message) -> {
                if (path.equals(field.name())) {
                    errors.add(Problem.FieldError.of(path, ofType == null ? message : ofType));
                } else if (path.startsWith(field.name() + ".")) {
                    errors.add(Problem.FieldError.of(path, message));
                }
            });
        }
        body.fieldNames().forEachRemaining(name -> {
            if (shape.fields().stream().noneMatch(field -> field.name().equals(name))) {
                errors.add(Problem.FieldError.of(name, JsonBody.UNKNOWN));
            }
        });
        return errors;
    }

    private static @Nullable String typeMessage(BodyShape.Field field) {
        if (field.type().isEnum()) {
            return "must be one of " + Arrays.toString(field.type().getEnumConstants());
        }
        if (field.type() == Boolean.class) {
            return "must be true or false";
        }
        if (field.isPatch() && field.element() == Long.class) {
            return "must be a whole number";
        }
        return field.element() == Price.class ? PriceReader.MESSAGE : null;
    }

    @SuppressWarnings("unchecked") // each shape is stored under its own type
    private <T extends Record> BodyShape<T> shape(Class<T> type) {
        return (BodyShape<T>) shapes.computeIfAbsent(type, any -> BodyShape.of(type, JSON));
    }
}
