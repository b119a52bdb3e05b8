package touchline.api.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import touchline.api.problem.Problems;
import touchline.market.Refusal;

/** The whole document: OpenAPI 3.1. */
final class Document {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What {@code type} of a problem may be besides what the market refuses for. */
    private static final List<String> PROBLEMS = List.of(
            "bad-request",
            "error",
            "forbidden",
            "guarded",
            "headers-too-large",
            "internal",
            "invalid-token",
            "malformed-json",
            "method-not-allowed",
            "not-acceptable",
            "not-found",
            "position-closed",
            "refused",
            "timeout",
            "too-large",
            "too-many-requests",
            "unauthorized",
            "unavailable",
            "unsupported-media-type",
            "uri-too-long",
            "validation");

    private final Schemas schemas = new Schemas();
    private final Map<String, ObjectNode> paths = new TreeMap<>();

    private Document() {}

    static ObjectNode of(List<Resource> resources, String version) {
        Document document = new Document();
        resources.forEach(resource -> document.add("", resource));
        return document.write(version);
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
                .put(
                        "description",
                        "For traders under /v1, for operators under /v1/ops. Money and prices are strings with four decimals,"
                                + " ids are strings, times are ISO-8601 in UTC.");
        ObjectNode all = document.putObject("paths");
        paths.forEach(all::set);
        ObjectNode components = document.putObject("components");
        ObjectNode named = schemas.all();
        components.set("schemas", named);
        if (named.path("Problem").path("properties").path("type") instanceof ObjectNode type) {
            ArrayNode examples = type.putArray("examples");
            Stream.concat(
                            PROBLEMS.stream(),
                            Arrays.stream(Refusal.values())
                                    .map(why -> Problems.refused(why).type()))
                    .distinct()
                    .sorted()
                    .forEach(examples::add);
        }
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("trader").put("type", "http").put("scheme", "bearer");
        security.putObject("operatorBasic").put("type", "http").put("scheme", "basic");
        security.putObject("operatorSession")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "touchline-operator")
                .put(
                        "description",
                        "Set by POST /v1/ops/session; over https its name begins with __Host-. What changes something needs the"
                                + " X-CSRF-Token that GET /v1/ops/session tells.");
        return document;
    }
}
