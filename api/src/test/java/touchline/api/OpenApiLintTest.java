package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.ServedDocument.Route;

/**
 * Rules of Redocly and Spectral that the document once broke. The linters themselves are not in Maven repositories: {@code clients/lint/run} lints {@code
 * target/openapi.json}, which this test writes.
 */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OpenApiLintTest {
    private ServedDocument document;

    @BeforeAll
    void read(SharedNode shared) throws Exception {
        document = ServedDocument.of(shared.node());
        ObjectNode written = document.whole().deepCopy();
        List<String> paths = new ArrayList<>();
        written.get("paths").fieldNames().forEachRemaining(paths::add);
        paths.removeIf(path -> !path.contains("/probe"));
        ((ObjectNode) written.get("paths")).remove(paths); // of tests
        ((ObjectNode) written.at("/components/schemas")).remove("ProbeAnswer");
        Files.writeString(Path.of("target", "openapi.json"), written.toString());
    }

    @Test
    void everyOperationHasADescriptionAndTheDocumentALicense() {
        assertThat(document.whole().at("/info/license/identifier").asText()).isEqualTo("Apache-2.0");
        assertThat(document.routes())
                .hasSizeGreaterThan(100)
                .allSatisfy(route -> assertThat(
                                route.operation().path("description").asText())
                        .as(route.name())
                        .isNotBlank());
    }

    @Test
    void examplesOfRequestsConformToTheirSchemas() {
        List<String> complaints = new ArrayList<>();
        int checked = 0;
        for (Route route : document.routes()) {
            JsonNode media = route.operation().at("/requestBody/content/application~1json");
            for (JsonNode example : media.path("examples")) {
                checked++;
                document.complaints(media.get("schema"), example.get("value"))
                        .forEach(complaint -> complaints.add(
                                route.name() + ": " + example.get("summary").asText() + ": " + complaint));
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(checked).isGreaterThan(30);
    }
}
