package touchline.api.environment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationParsingException;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.util.Duration;
import jakarta.validation.Validator;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration of a file and the environment. What it refuses is said in a sentence that names the variable or the place in the file, and never holds a
 * value: any of them may be a secret, or have one pasted into it by mistake.
 *
 * @param <T> the configuration
 */
public final class EnvironmentConfigurationFactory<T> extends YamlConfigurationFactory<T> {
    private final Map<String, String> variables;

    // As Dropwizard makes one, and the variables.
    public EnvironmentConfigurationFactory(
            Class<T> type,
            Validator validator,
            ObjectMapper mapper,
            String propertyPrefix,
            Map<String, String> variables) {
        super(type, validator, mapper, propertyPrefix);
        this.variables = variables;
    }

    /** @throws IllegalArgumentException if it can't be made */
    @Override
    public T build(ConfigurationSourceProvider provider, String path) throws IOException, ConfigurationException {
        try {
            return super.build(provider, path);
        } catch (ConfigurationParsingException e) {
            if (e.getCause() instanceof JsonParseException unreadable) {
                JsonLocation location = unreadable.getLocation();
                throw new IllegalArgumentException(path + " is not YAML"
                        + (location == null
                                ? "."
                                : " at line " + location.getLineNr() + ", column " + location.getColumnNr() + "."));
            }
            throw e;
        }
    }

    @Override
    protected T build(JsonNode node, String path) throws IOException, ConfigurationException {
        Substitution substitution = new Substitution(variables);
        JsonNode replaced = substitution.apply(node);
        try {
            return super.build(replaced, path);
        } catch (ConfigurationParsingException e) {
            if (e.getCause() instanceof JsonMappingException wrong
                    && !(wrong instanceof UnrecognizedPropertyException)) {
                throw new IllegalArgumentException(words(wrong, substitution));
            }
            throw e;
        }
    }

    private static String words(JsonMappingException wrong, Substitution substitution) {
        Throwable cause = wrong.getCause();
        if (wrong instanceof ValueInstantiationException made
                && made.getType().getRawClass().getName().startsWith("touchline.")
                && cause instanceof IllegalArgumentException) {
            return String.valueOf(cause.getMessage()); // our own words
        }
        String path = path(wrong);
        Set<String> names = substitution.usedAt(path);
        String subject = names.isEmpty()
                ? (path.isEmpty() ? "config.yml" : path.substring(1) + " in config.yml")
                : String.join(", ", names);
        return subject + " must be " + expected(type(wrong)) + ".";
    }

    private static String path(JsonMappingException wrong) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference each : wrong.getPath()) {
            if (each.getFieldName() == null) {
                path.append('[').append(each.getIndex()).append(']');
            } else {
                path.append('.').append(each.getFieldName());
            }
        }
        return path.toString();
    }

    private static @Nullable Class<?> type(JsonMappingException wrong) {
        if (wrong instanceof ValueInstantiationException made) {
            return made.getType().getRawClass();
        }
        return wrong instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value that fits there";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration, such as 500ms, 30s or 5m";
        }
        if (type == URI.class) {
            return "a URL";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", names(type));
        }
        return Number.class.isAssignableFrom(type) || type == double.class ? "a number" : "a value that fits there";
    }

    private static String[] names(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        String[] names = new String[constants.length];
        for (int n = 0; n < constants.length; n++) {
            names[n] = constants[n].toString();
        }
        return names;
    }
}
