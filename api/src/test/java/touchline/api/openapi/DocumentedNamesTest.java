package touchline.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The names in the OpenAPI document, of which generated clients have their classes. */
class DocumentedNamesTest {
    /** A change of {@code schema-names.txt} breaks generated clients. */
    @Test
    void theSchemasHaveTheNamesThatAreListed() throws Exception {
        JsonNode schemas = CodeDocument.read().at("/components/schemas");
        try (InputStream listed =
                Objects.requireNonNull(getClass().getResourceAsStream("schema-names.txt"), "schema-names.txt")) {
            assertThat(schemas.fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(new String(listed.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }
}
