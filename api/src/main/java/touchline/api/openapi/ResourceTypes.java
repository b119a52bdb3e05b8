package touchline.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Loads the YAML files beside this class. */
final class ResourceTypes {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private ResourceTypes() {}

    /**
     * Reads one.
     *
     * @param figures values of {@code ${name}}; quotes directly around one are removed
     */
    static JsonNode yaml(String name, Map<String, Long> figures) {
        try (InputStream in = ResourceTypes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, Long> figure : figures.entrySet()) {
                String value = figure.getValue().toString();
                text = text.replace("'${" + figure.getKey() + "}'", value).replace("${" + figure.getKey() + "}", value);
            }
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
