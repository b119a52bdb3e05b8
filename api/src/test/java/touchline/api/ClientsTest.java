package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static touchline.api.ToolProcess.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The clients of the folder {@code clients} compile, and their examples trade on a node. */
@SuppressWarnings("NullAway.Init")
class ClientsTest extends ClientApiSetup {
    private static final Path CLIENTS = RepositoryFiles.ROOT.resolve("clients");

    private Path javaClient;

    ClientsTest() {
        super("clients", 7_400_000);
    }

    @BeforeAll
    void compileJava(@TempDir Path folder) throws IOException {
        javaClient = folder;
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-Xlint:all",
                    "-Werror",
                    "-proc:none",
                    "-classpath",
                    jackson(),
                    "-d",
                    javaClient.toString());
            boolean isCompiled = compiler.getTask(
                            complaints,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(sources(CLIENTS.resolve("java/src"))))
                    .call();
            assertThat(isCompiled).as(complaints.toString()).isTrue();
        }
    }

    @Test
    void theJavaClientCompilesWithoutWarningsAndItsExampleTrades(@TempDir Path folder) throws Exception {
        String output = run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                javaClient + File.pathSeparator + jackson(),
                "touchline.example.StopLossExample",
                "http://127.0.0.1:" + node.port(),
                TestNode.token(alice),
                instrument(1));
        assertThat(output)
                .contains("Player 0 costs 100.0000", ": FILLED", "wallet {", "stop-loss at 95.", "Closed with -");
    }

    @Test
    void theExampleOfTheJavaReadmeCompilesAndTrades(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(
                folder.resolve("Readme.java"),
                "import com.fasterxml.jackson.databind.JsonNode;\nimport java.net.URI;\nimport java.util.*;\nimport touchline.client.*;\n"
                        + "class Readme {\npublic static void main(String[] args) throws Exception {\nString token = args[0];\n"
                        + readme(
                                "java",
                                "java",
                                "order.get(\"state\").textValue();",
                                "System.out.println(order.get(\"state\").textValue());",
                                "    ...",
                                "System.out.println(market.send(\"GET\", \"/v1/me\", null));")
                        + "}\n}\n");
        assertThat(run(
                        folder,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        javaClient + File.pathSeparator + jackson(),
                        source.toString(),
                        TestNode.token(alice)))
                .contains("FILLED", alice);
    }

    @Test
    void theJavaClientLeavesASilentConnectionAndSaysWhenItsTokenIsRefused() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        CompletableFuture<RuntimeException> ended = new CompletableFuture<>();
        BiConsumer<String, JsonNode> listener = (event, data) -> events.add(event);
        Consumer<RuntimeException> onEnd = ended::complete;
        try (SilentStream silent = SilentStream.open();
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {javaClient.toUri().toURL()}, getClass().getClassLoader())) {
            Constructor<?> constructor = loader.loadClass("touchline.client.MarketStream")
                    .getDeclaredConstructor(
                            HttpClient.class, HttpRequest.class, BiConsumer.class, Consumer.class, Duration.class);
            constructor.setAccessible(true); // the silence that applications wait for is longer
            HttpRequest request = HttpRequest.newBuilder(URI.create(silent.url() + "/v1/stream"))
                    .build();
            AutoCloseable stream = (AutoCloseable) constructor.newInstance(
                    HttpClient.newHttpClient(), request, listener, onEnd, Duration.ofSeconds(1));
            try {
                assertThat(ended.get(60, TimeUnit.SECONDS)).hasMessageContaining("unauthorized");
            } finally {
                stream.close();
            }
        }
        assertThat(events).contains("price");
    }

    @Test
    void theJavaClientUnderstandsProxiesAndReportsRefusalsAtOnce() throws Exception {
        try (FaultyApi faulty = FaultyApi.open();
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {javaClient.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> type = loader.loadClass("touchline.client.TouchlineClient");
            Object client = type.getConstructor(URI.class, String.class).newInstance(URI.create(faulty.url()), "token");
            Method send = type.getMethod("send", String.class, String.class, Object.class);
            assertThat(send.invoke(client, "POST", "/recovers", null)).hasToString("{\"done\":true}");
            assertThatThrownBy(() -> send.invoke(client, "POST", "/busy", null))
                    .cause()
                    .hasMessageContaining("too-many-requests");
            assertThatThrownBy(() -> send.invoke(client, "POST", "/proxy", null))
                    .cause()
                    .hasMessageContaining("404");
            assertThatThrownBy(() -> send.invoke(client, "POST", "/moved", null))
                    .cause()
                    .hasMessageContaining("301");
            CompletableFuture<RuntimeException> ended = new CompletableFuture<>();
            BiConsumer<String, JsonNode> listener = (event, data) -> {};
            Consumer<RuntimeException> onEnd = ended::complete;
            try (AutoCloseable stream =
                    (AutoCloseable) type.getMethod("listen", Set.class, BiConsumer.class, Consumer.class)
                            .invoke(client, Set.of("forbidden"), listener, onEnd)) {
                assertThat(ended.get(20, TimeUnit.SECONDS)).as("%s", stream).hasMessageContaining("403");
            }
        }
    }

    @Test
    @EnabledIf(
            value = "touchline.api.ToolProcess#isNodeThere",
            disabledReason = "no Node on this machine: apt-get install nodejs")
    void theTypeScriptClientCompilesAndItsExampleTrades(@TempDir Path folder) throws Exception {
        Path compiler = TypeScriptCompiler.unpack(Files.createDirectory(folder.resolve("compiler")));
        Files.writeString(
                Files.createDirectory(folder.resolve("dist")).resolve("package.json"), "{\"type\": \"module\"}");
        run(
                folder,
                "node",
                compiler.toString(),
                "-p",
                CLIENTS.resolve("typescript").toString(),
                "--outDir",
                folder.resolve("dist").toString());
        String output = run(
                folder,
                "node",
                "dist/example.js",
                "http://127.0.0.1:" + node.port(),
                TestNode.token(alice),
                instrument(1));
        assertThat(output)
                .contains("Player 0 costs 100.0000", ": FILLED", "wallet {", "stop-loss at 95.", "Closed with -");

        Files.writeString(
                folder.resolve("dist/readme.js"),
                readme(
                        "typescript",
                        "ts",
                        "const market",
                        "const token = process.argv[2];\nconst market",
                        "order.state;",
                        "console.log(order.state);",
                        "for await",
                        "setInterval(() => market.place('/v1/orders', { instrumentId: '" + instrument(2)
                                + "', side: 'BUY', quantity: 1 }).catch(() => {}), 500).unref();\nfor await",
                        "console.log(event, data);",
                        "console.log(event, data); if (event === 'price') stop.abort();"));
        assertThat(run(folder, "node", "dist/readme.js", TestNode.token(alice))).contains("FILLED", "price {");

        Files.writeString(folder.resolve("dist/silent.js"), """
                import { Touchline } from './touchline.js';
                try {
                    for await (const { event } of new Touchline(process.argv[2], 'token', 1000).listen([], new AbortController().signal)) {
                        console.log(event);
                    }
                } catch (end) {
                    console.log(end.message);
                }
                """);
        try (SilentStream silent = SilentStream.open()) {
            assertThat(run(folder, "node", "dist/silent.js", silent.url())).contains("price", "unauthorized");
        }
        Files.writeString(folder.resolve("dist/faulty.js"), FaultyApi.SCRIPT);
        try (FaultyApi faulty = FaultyApi.open()) {
            assertThat(run(folder, "node", "dist/faulty.js", faulty.url()))
                    .contains(
                            "done true",
                            "429 too-many-requests",
                            "404",
                            "moved 301",
                            "refused 403",
                            "listeners 1\n",
                            "ended")
                    .doesNotContain("waits");
        }
    }

    /** The example of a README, with the address and the instrument of this test, and with an end. */
    private String readme(String client, String language, String... changes) throws IOException {
        String example = RepositoryFiles.block("clients/" + client + "/README.md", language)
                .replace("http://localhost:8080", "http://127.0.0.1:" + node.port())
                .replace("990112", instrument(2));
        for (int n = 0; n < changes.length; n += 2) {
            assertThat(example).contains(changes[n]);
            example = example.replace(changes[n], changes[n + 1]);
        }
        return example;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** The client's only library, in the version of the product. */
    private static String jackson() {
        return Stream.of(ObjectMapper.class, JsonFactory.class, JsonInclude.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
