package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.stores.junit.TestStores;

/** The files of the console and of the trading page, as any client gets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConsoleFilesTest {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:from |import |import\\(|src=|href=)['\"]([^'\"]+\\.(?:js|css|svg))['\"]");

    private final HttpClient http = HttpClient.newHttpClient();
    private TestStores stores;
    private OpsNode node;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        node = OpsNode.start(stores, Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        stores.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/",
                "/console/jobs",
                "/console/jobs/sportmonks/poll",
                "/console/executions/1",
                "/console/cluster?node=a.b-c",
                "/trade",
                "/trade/players/990112?side=long",
                "/trade/matches/1"
            })
    void everyPlaceHasAnAddress(String path) throws Exception {
        HttpResponse<byte[]> page = get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(header(page, "Content-Security-Policy"))
                .contains("script-src 'self';", "style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("<title>Touchline</title>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/app/nothing.js",
                "/console/app/",
                "/console/app/screens",
                "/console/app/overview",
                "/console/lib/package.json",
                "/console/lib/LICENSE",
                "/console/app/..%2findex.html",
                "/console/app/%2e%2e/index.html",
                "/console/lib/..%2f..%2f..%2fjquery.js",
                "/console/app/main.js.map",
                "/trade/app/nothing.js",
                "/trade/app/..%2findex.html",
                "/trade/lib/..%2f..%2f..%2fjquery.js"
            })
    void onlyFilesOfTheConsoleAreServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void unchangedFilesAreNotSentAgain() throws Exception {
        HttpResponse<byte[]> first = get("/console/app/main.js");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(first, "Content-Type")).isEqualToIgnoringCase("text/javascript;charset=utf-8");
        HttpResponse<byte[]> again = get("/console/app/main.js", "If-None-Match", header(first, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        HttpResponse<byte[]> zipped = get("/console/app/main.js", "Accept-Encoding", "gzip");
        assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
        assertThat(get("/console/app/main.js", "Accept-Encoding", "gzip", "If-None-Match", header(zipped, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    /** Follows every import from the page on. */
    @ParameterizedTest
    @CsvSource({"/console/, 250_000", "/trade/, 200_000"})
    void everyImportIsServedAndAllTogetherAreSmall(String page, String most) throws Exception {
        Map<URI, Integer> sizes = new LinkedHashMap<>();
        Deque<URI> open = new ArrayDeque<>();
        open.add(URI.create(page));
        while (!open.isEmpty()) {
            URI at = open.remove();
            if (sizes.containsKey(at)) {
                continue;
            }
            HttpResponse<byte[]> plain = get(at.toString());
            assertThat(plain.statusCode()).as(at.toString()).isEqualTo(200);
            sizes.put(at, get(at.toString(), "Accept-Encoding", "gzip").body().length);
            Matcher references = REFERENCE.matcher(new String(plain.body(), StandardCharsets.UTF_8));
            while (references.find()) {
                open.add(at.resolve(references.group(1)));
            }
        }
        assertThat(sizes.keySet()).map(URI::toString).contains(page + "lib/lit-html.js", page + "app/base.css");
        assertThat(sizes.values().stream().mapToInt(size -> size).sum())
                .as(sizes.toString())
                .isBetween(10_000, Integer.parseInt(most.replace("_", "")));
    }

    @Test
    void theRootLeadsToTheTradingPage() throws Exception {
        HttpResponse<byte[]> root = get("/");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(header(root, "Location")).isEqualTo("trade");
        HttpResponse<byte[]> unknown = get("/tradelike", "Accept", "text/html");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(header(unknown, "Content-Type")).isEqualTo("application/problem+json");
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
