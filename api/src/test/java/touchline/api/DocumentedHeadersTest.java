package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The headers that the OpenAPI document describes are those that clients of the API receive. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DocumentedHeadersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "headers";

    private OpsNode node;
    private JsonNode document;

    @BeforeAll
    void start(SharedNode shared) throws Exception {
        node = shared.node();
        document = JSON.readTree(node.get("/openapi.json").body());
    }

    @Test
    void whatAnAnswerHasIsDescribed() throws Exception {
        for (String path : paths()) {
            for (String method : List.of("get", "post", "put", "patch", "delete")) {
                JsonNode operation = document.get("paths").get(path).path(method);
                if (isAnsweredAtOnce(operation)) {
                    for (String user : List.of("", "Bearer " + TestNode.token(USER))) {
                        HttpResponse<String> answer = node.send(
                                method.toUpperCase(Locale.ROOT),
                                path.replaceAll("\\{[^}]*}", "1"),
                                method.equals("get") ? null : "{",
                                user.isEmpty() ? new String[0] : new String[] {"Authorization", user});
                        assertThat(described(operation, answer.statusCode()))
                                .as(method + " " + path + " " + answer.statusCode())
                                .containsAll(sent(answer));
                    }
                }
            }
        }
    }

    @Test
    void quotasTagsAndConditionsAreDescribedAndSent() throws Exception {
        JsonNode operation = document.get("paths").get("/v1/wallet").get("get");
        String[] authorized = {"Authorization", "Bearer " + TestNode.token(USER)};
        HttpResponse<String> first = node.send("GET", "/v1/wallet", null, authorized);
        assertThat(sent(first)).contains("ETag");
        assertThat(described(operation, 200)).containsExactlyInAnyOrder("ETag", "RateLimit", "RateLimit-Policy");
        HttpResponse<String> again = node.send(
                "GET",
                "/v1/wallet",
                null,
                "Authorization",
                authorized[1],
                "If-None-Match",
                first.headers().firstValue("ETag").orElseThrow());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(operation.get("responses").has("304")).isTrue();
        assertThat(described(operation, 304)).containsAll(sent(again));
        JsonNode placed = document.get("paths").get("/v1/orders").get("post");
        assertThat(described(placed, 201)).contains("Location");
        assertThat(described(placed, 429)).contains("Retry-After");
    }

    private List<String> paths() {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> document.get("paths").fieldNames()).spliterator(), false)
                .filter(path -> !path.startsWith("/v1/ops") && !path.contains("/probe"))
                .toList();
    }

    private static boolean isAnsweredAtOnce(JsonNode operation) {
        return !operation.isMissingNode()
                && !operation.at("/responses/200/content").has("text/event-stream");
    }

    private static List<String> described(JsonNode operation, int status) {
        JsonNode responses = operation.get("responses");
        JsonNode answer = responses.has(Integer.toString(status))
                ? responses.get(Integer.toString(status))
                : responses.get("default");
        return StreamSupport.stream(
                        ((Iterable<String>) () -> answer.path("headers").fieldNames()).spliterator(), false)
                .toList();
    }

    /** Those of its headers that the document names. */
    private Set<String> sent(HttpResponse<String> answer) {
        return StreamSupport.stream(
                        ((Iterable<String>)
                                        () -> document.at("/components/headers").fieldNames())
                                .spliterator(),
                        false)
                .filter(name -> answer.headers().firstValue(name).isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
