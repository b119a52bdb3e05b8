package touchline.api.request;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a record, in order, and its constructor. */
record BodyShape<T extends Record>(Constructor<T> constructor, List<Field> fields) {

    /**
     * A field and how its value is read.
     *
     * @param element of a list of constants their enum, of a field to patch the type of its value; otherwise the field's own type
     */
    record Field(String name, Class<?> type, Class<?> element, ObjectReader reader) {
        boolean isPatch() {
            return type == PatchField.class;
        }

        /** A list of an enum's constants. */
        boolean isList() {
            return type == List.class && element.isEnum();
        }

        boolean isMap() {
            return type == Map.class;
        }
    }

    static <T extends Record> BodyShape<T> of(Class<T> type, ObjectMapper json) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true); // bodies are package-private
            return new BodyShape<>(
                    constructor,
                    Arrays.stream(components)
                            .map(component -> field(component, json))
                            .toList());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    T construct(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a body takes null for each invalid field: " + constructor, e);
        }
    }

    private static Field field(RecordComponent component, ObjectMapper json) {
        Class<?> type = component.getType();
        // Elements of a list of constants, entries of a map and the value of a field to patch are read one by one.
        Type whole = component.getGenericType();
        Type last = whole instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                : whole;
        boolean isOfConstants = type == List.class && last instanceof Class<?> plain && plain.isEnum();
        boolean isReadInParts = isOfConstants || type == Map.class || type == PatchField.class;
        return new Field(
                component.getName(),
                type,
                (isOfConstants || type == PatchField.class) && last instanceof Class<?> element ? element : type,
                json.readerFor(json.constructType(isReadInParts ? last : whole)));
    }
}
