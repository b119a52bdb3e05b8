package touchline.api.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import touchline.api.constraint.Constraints;

/** The whole document: OpenAPI 3.1. */
final class OpenApiDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Schemas schemas;
    private final Map<String, ObjectNode> paths = new TreeMap<>();

    private OpenApiDocument(Constraints constraints) {
        this.schemas = new Schemas(constraints);
    }

    static ObjectNode of(List<Resource> resources, String version, OperationTexts prose, Constraints constraints) {
        OpenApiDocument document = new OpenApiDocument(constraints);
        resources.forEach(resource -> document.add("", resource));
        ObjectNode whole = document.write(version);
        prose.onto(whole);
        ResponseHeaders.onto(whole);
        new Examples().onto(whole);
        return whole;
    }

    private void add(String above, Resource resource) {
        String own = resource.getPath() == null ? "" : resource.getPath();
        String path = above + (own.isEmpty() || own.startsWith("/") ? own : "/" + own);
        for (ResourceMethod method : resource.getResourceMethods()) {
            // OPTIONS and the like, which Jersey adds by itself
            if (!method.isExtended() && !resource.isExtended()) {
                paths.computeIfAbsent(template(path), any -> NODES.objectNode())
                        .set(
                                method.getHttpMethod().toLowerCase(Locale.ROOT),
                                new Operation(method, schemas).describe());
            }
        }
        resource.getChildResources().forEach(child -> add(path, child));
    }

    /** Without the patterns that variables may have to match, and without a slash at the end. */
    private static String template(String path) {
        return path.replaceAll("\\{\\s*([^:}\\s]+)\\s*:[^}]*}", "{$1}").replaceAll("(?<=.)/$", "");
    }

    private ObjectNode write(String version) {
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Touchline")
                .put("version", version)
                .putObject("license")
                .put("name", "Apache License 2.0")
                .put("identifier", "Apache-2.0");
        ObjectNode all = document.putObject("paths");
        paths.forEach(all::set);
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.all());
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("trader")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "The accessToken that POST /v1/auth/google answers.");
        security.putObject("operatorBasic")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "An operator's name and password, for scripts.");
        security.putObject("operatorSession")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "touchline-operator")
                .put(
                        "description",
                        "Set by POST /v1/ops/session; over https its name begins with __Host-. What changes something needs the"
                                + " X-CSRF-Token of GET /v1/ops/session.");
        return document;
    }
}
