package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import touchline.api.ServedDocument.Route;

/** Holds every route of a node's document to what it declares: no route ignores what it does not know. */
final class InputChecks implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServedDocument document;
    private final String operator;
    private final RawClient client;

    /** Checks of a node that knows an operator {@code admin} by this password. */
    InputChecks(OpsNode node, String password) throws Exception {
        this.document = ServedDocument.of(node);
        this.operator = OpsNode.basic("admin", password);
        this.client = new RawClient(node.port());
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    void aParameterThatIsNotDeclaredIsRefusedByNameOnEveryRoute() throws Exception {
        for (Route route : document.routes()) {
            assertThat(refused(route, "?an-unknown-field=1")).as(route.name()).containsExactly("an-unknown-field");
            assertThat(refused(route, ";limit=1")).as(route.name()).containsExactly("path");
            assertThat(refused(route, ";")).as(route.name()).containsExactly("path");
            assertThat(refused(route, "?an-unknown-field")).as(route.name()).containsExactly("an-unknown-field");
            assertThat(refused(route, "?a%5B%5D=1&=2&%C3%A9=3"))
                    .as(route.name())
                    .containsExactly("a[]", "", "é");
            assertThat(refused(route, "?%zz=1&x=%ff&y=%4"))
                    .as(route.name() + ": broken percent-encoding")
                    .containsExactly("%zz", "x", "y");
        }
    }

    void aParameterThatIsDeclaredIsTakenOnceAndSpelledAsDeclared() throws Exception {
        int parameters = 0;
        for (Route route : document.routes()) {
            for (JsonNode parameter : route.operation().path("parameters")) {
                String name = parameter.get("name").textValue();
                if (!parameter.get("in").textValue().equals("query")) {
                    continue;
                }
                parameters++;
                String what = route.name() + " " + name;
                assertThat(refused(route, "?" + name + "=1&" + name + "=1"))
                        .as(what)
                        .contains(name);
                assertThat(refused(route, "?" + name + "=1&" + name + "=2"))
                        .as(what)
                        .contains(name);
                assertThat(refused(route, "?" + name + "=")).as(what).contains(name);
                assertThat(refused(route, "?" + name)).as(what).contains(name);
                assertThat(refused(route, "?" + name + "=%")).as(what).contains(name);
                String other = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
                assertThat(refused(route, "?" + other + "=1")).as(what).contains(other);
            }
        }
        assertThat(parameters).isGreaterThan(30);
    }

    void whereNoBodyIsDeclaredOnlyAnEmptyOneIsTaken() throws Exception {
        int routes = 0;
        for (Route route : document.routes()) {
            if (route.operation().has("requestBody")) {
                continue;
            }
            routes++;
            String name = route.name();
            assertThat(fields(problem(send(route, "", "application/json", "{\"quantity\":1}"), 422, "validation")))
                    .as(name)
                    .containsExactly("quantity");
            for (String broken : List.of("{", "{}{}", "{\"a\":1,\"a\":2}", "[]", "1", "null", "\"\"", "\u0000", " ")) {
                assertThat(problem(send(route, "", "application/json", broken), 400, "malformed-json"))
                        .as(name + " " + broken)
                        .isNotNull();
            }
            for (String type :
                    List.of("text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded")) {
                assertThat(problem(send(route, "", type, "{}"), 415, "unsupported-media-type"))
                        .as(name + " " + type)
                        .isNotNull();
            }
            assertThat(problem(
                            send(route, "", "application/json", "{}", "Content-Encoding: br"),
                            415,
                            "unsupported-media-type"))
                    .as(name)
                    .isNotNull();
            if (!route.isStream()) {
                String before = describe(send(route, "", "application/json", ""));
                assertThat(describe(send(route, "", "application/json", "{}")))
                        .as(name)
                        .isEqualTo(before);
                assertThat(describe(send(route, "", "application/json", "\ufeff{ }")))
                        .as(name)
                        .isEqualTo(before);
            }
        }
        assertThat(routes).isGreaterThan(30);
    }

    void whereABodyIsDeclaredItIsReadAsUtf8AndAsOneObject() throws Exception {
        int routes = 0;
        for (Route route : document.routes()) {
            if (!route.operation().has("requestBody")) {
                continue;
            }
            routes++;
            String name = route.name();
            assertThat(fields(problem(
                            send(route, "", "application/json", "{\"an-unknown-field\":1}"), 422, "validation")))
                    .as(name)
                    .contains("an-unknown-field");
            for (String broken : List.of(
                    "",
                    "{",
                    "{}{}",
                    "{} x",
                    "{\"a\":1,\"a\":2}",
                    "[]",
                    "[{}]",
                    "1",
                    "null",
                    "\"\"",
                    "\u0000",
                    "{\"a\":\"\u0000\"}")) {
                if (broken.isEmpty()
                        && !route.operation().at("/requestBody/required").asBoolean()) {
                    continue; // it may be left out
                }
                assertThat(problem(send(route, "", "application/json", broken), 400, "malformed-json"))
                        .as(name + " " + broken)
                        .isNotNull();
            }
            for (byte[] other : List.of(
                    "{\"an-unknown-field\":1}".getBytes(StandardCharsets.UTF_16),
                    "{\"an-unknown-field\":1}".getBytes(StandardCharsets.UTF_16LE),
                    "{\"n\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1))) {
                assertThat(problem(send(route, "", "application/json", other), 400, "malformed-json"))
                        .as(name + " in another encoding")
                        .isNotNull();
            }
            for (String type :
                    List.of("text/plain", "application/json; charset=utf-16", "application/merge-patch+json")) {
                assertThat(problem(send(route, "", type, "{}"), 415, "unsupported-media-type"))
                        .as(name + " " + type)
                        .isNotNull();
            }
        }
        assertThat(routes).isGreaterThan(15);
    }

    void aMalformedOrRepeatedIdempotencyKeyIsRefusedOnEveryRoute() throws Exception {
        int routes = 0;
        for (Route route : document.routes()) {
            if (!route.operation().path("parameters").findValuesAsText("name").contains("Idempotency-Key")) {
                continue;
            }
            routes++;
            for (String key : List.of("", " ", "a b", "a\tb", "x".repeat(129), "ä", "a, b")) {
                assertThat(fields(problem(
                                send(route, "", "application/json", "{}", "Idempotency-Key: " + key),
                                422,
                                "validation")))
                        .as(route.name() + " '" + key + "'")
                        .containsExactly("Idempotency-Key");
            }
            assertThat(fields(problem(
                            send(route, "", "application/json", "{}", "Idempotency-Key: a", "idempotency-key: a"),
                            422,
                            "validation")))
                    .as(route.name())
                    .containsExactly("Idempotency-Key");
            assertThat(send(route, "", "application/json", "{}", "Idempotency-Key: a\u0001b")
                            .status())
                    .as(route.name())
                    .isIn(400, 422);
        }
        assertThat(routes).isEqualTo(11);
    }

    /** A retry of any other write could fail though the first request has taken effect. docs/errors.md names both kinds. */
    void everyWriteOfAClientTakesAnIdempotencyKeyOrIsHarmlessToRepeat() throws Exception {
        Set<String> keyed = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        for (Route route : document.routes()) {
            if (route.isForClients() && !route.method().equals("GET")) {
                boolean takesKey = route.operation()
                        .path("parameters")
                        .findValuesAsText("name")
                        .contains("Idempotency-Key");
                (takesKey ? keyed : others).add(route.name());
            }
        }
        String text = Files.readString(RepositoryFiles.ROOT.resolve("docs/errors.md"));
        String again = text.substring(text.indexOf("## Sending a request again"), text.indexOf("## Rate limits"));
        int end = again.indexOf("With one:");
        assertThat(keyed).isEqualTo(writes(again.substring(0, end)));
        assertThat(others).isEqualTo(writes(again.substring(again.lastIndexOf("\n- `"))));
        assertThat(others)
                .containsExactly(
                        "DELETE /v1/auth/session",
                        "DELETE /v1/keys/{id}",
                        "POST /v1/auth/google",
                        "POST /v1/webhooks/{id}/enable");
    }

    private static Set<String> writes(String text) {
        return Pattern.compile("`((?:POST|PUT|PATCH|DELETE) /[^`]+)`")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> refused(Route route, String query) throws Exception {
        return fields(problem(send(route, query, "application/json", ""), 422, "validation"));
    }

    private RawClient.Answer send(Route route, String query, String type, String body, String... headers)
            throws Exception {
        return send(route, query, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private RawClient.Answer send(Route route, String query, String type, byte[] body, String... headers)
            throws Exception {
        String path = route.path()
                .replace("{group}", "platform")
                .replace("{name}", "canary")
                .replaceAll("\\{[^}]+}", "990101");
        List<String> head = new ArrayList<>(List.of(
                route.method() + " " + path + query + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + type,
                "Content-Length: " + body.length));
        if (route.path().startsWith("/v1/ops/")) {
            head.add("Authorization: " + operator);
        } else if (route.isForTraders()) {
            head.add("Authorization: Bearer " + TestNode.token("alice"));
        }
        head.addAll(List.of(headers));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(body);
        return client.send(route.method(), String.join("\r\n", head) + "\r\n", sent.toByteArray());
    }

    private static JsonNode problem(RawClient.Answer answer, int status, String type) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("type").textValue()).as(answer.body()).isEqualTo(type);
        return problem;
    }

    private static List<String> fields(JsonNode problem) {
        return problem.get("errors").findValuesAsText("field");
    }

    /** As far as it does not differ from one time to the next. */
    private static String describe(RawClient.Answer answer) throws Exception {
        return answer.status() + " "
                + (answer.type().contains("problem")
                        ? JSON.readTree(answer.body()).get("type").asText()
                        : "");
    }
}
