package touchline.api.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import touchline.api.constraint.Constraints;
import touchline.market.MarketRules;

/** The OpenAPI document as a node serves it, made of the resource classes without a node. */
final class CodeDocument {
    private CodeDocument() {}

    static ObjectNode read() throws IOException, URISyntaxException {
        MarketRules rules = MarketRules.standard();
        return OpenApiDocument.of(resources(), "test", new OperationTexts(rules), new Constraints(rules));
    }

    private static List<Resource> resources() throws IOException, URISyntaxException {
        URI classes = OpenApiResource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        java.nio.file.Path root = java.nio.file.Path.of(classes);
        try (Stream<java.nio.file.Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.startsWith("touchline/api/") && file.endsWith("Resource.class"))
                    .sorted()
                    .map(file -> loaded(file.replaceAll("\\.class$", "").replace('/', '.')))
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .map(Resource::from)
                    .toList();
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, OpenApiResource.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
