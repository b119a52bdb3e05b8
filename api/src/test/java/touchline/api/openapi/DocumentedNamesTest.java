package touchline.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Names and bounds in the OpenAPI document. */
class DocumentedNamesTest {
    /** A change of {@code schema-names.txt} breaks generated clients. */
    @Test
    void theSchemasHaveTheNamesThatAreListed() throws Exception {
        JsonNode schemas = CodeDocument.read().at("/components/schemas");

        assertThat(schemas.fieldNames()).toIterable().containsExactlyElementsOf(lines("schema-names.txt"));
    }

    /** They are the names of methods of generated clients. An id that is missing belongs into {@code operation-ids.yml}. */
    @Test
    void operationsHaveIdsThatAreKept() throws Exception {
        assertThat(CodeDocument.read().get("paths").findValuesAsText("operationId"))
                .allMatch(id -> id.matches("[a-z]+[A-Z]\\w+"), "is a verb and a noun")
                .doesNotHaveDuplicates()
                .containsAll(lines("operation-ids.txt"));
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

    private static List<String> lines(String resource) throws IOException {
        try (InputStream listed =
                Objects.requireNonNull(DocumentedNamesTest.class.getResourceAsStream(resource), resource)) {
            return new String(listed.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
