package touchline.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Names and bounds in the OpenAPI document. */
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

    @Test
    void theTextsTakeBoundsFromTheCode() throws Exception {
        try (InputStream texts =
                Objects.requireNonNull(OpenApiResource.class.getResourceAsStream("operations.yml"), "operations.yml")) {
            assertThat(new String(texts.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContainPattern("(maximum|maxLength|maxItems|default): *[0-9]")
                    .contains("maximum: '${PAGE}'");
        }
        assertThat(CodeDocument.read().toString()).doesNotContain("${");
    }
}
