package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as {@code ./touchline demo} starts it: what it prints, what it keeps, and that nothing of it stays when it ends. */
@SuppressWarnings("NullAway.Init")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Path ROOT = Path.of(Files.exists(Path.of("config.yml")) ? "" : "..")
            .toAbsolutePath()
            .normalize();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path place;

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void itPrintsWhereEverythingIsAndKeepsThePasswordsAndLeavesNothing() throws Exception {
        Path data = place.resolve("a \"quoted\" $HOME Köln");
        Demo demo = start("--data", data.toString());
        String printed = demo.welcome();

        assertThat(printed).doesNotContain("eyJ").contains("./touchline token alice --http-port ");
        String admin = found(printed, "(http://localhost:\\d+)/metrics");
        assertThat(get(admin + "/metrics", "")).contains("touchline_cluster_nodes");
        assertThat(get(admin + "/healthcheck", "")).contains("\"market\"");
        String password = found(printed, "admin +(\\S+)");
        String console = found(printed, "(http://localhost:\\d+)/console");
        assertThat(get(console + "/v1/ops/session", "admin:" + password)).contains("\"admin\"");
        signal("TERM", demo.process());
        assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(left()).isEmpty();

        Demo again = start("--data", data.toString());
        assertThat(found(again.welcome(), "admin +(\\S+)")).isEqualTo(password);
        again.process().destroyForcibly().waitFor();
        await().atMost(LONG).until(() -> left().isEmpty());
    }

    @Test
    void nothingStaysWheneverItIsEnded() throws Exception {
        int[] moments = {300, 1_500, 3_500};
        String[] signals = {"TERM", "INT", "KILL"};
        for (int n = 0; n < moments.length; n++) {
            Demo demo = start();
            demo.process().waitFor(moments[n], TimeUnit.MILLISECONDS);
            signal(signals[n], demo.process());
            assertThat(demo.process().waitFor(90, TimeUnit.SECONDS))
                    .as(signals[n])
                    .isTrue();
            await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> left().isEmpty());
            await().atMost(LONG).until(() -> temporary("touchline-demo").isEmpty());
            assertThat(demo.printed()).as(signals[n]).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInASentenceAndNothingStays() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Demo demo = start("--http-port", Integer.toString(taken.getLocalPort()));

            assertThat(demo.process().waitFor(120, TimeUnit.SECONDS)).isTrue();

            assertThat(demo.process().exitValue()).isEqualTo(1);
            assertThat(demo.printed()).contains("--http-port").doesNotContain("\tat ");
            await().atMost(LONG)
                    .until(() -> left().isEmpty() && temporary("touchline-demo").isEmpty());
        }
    }

    /** A demo, and where it prints. */
    private record Demo(Process process, Path out) {
        String printed() {
            try {
                return Files.readString(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String welcome() {
            await().atMost(LONG).until(() -> printed().contains("/v1/fixtures |") || !process.isAlive());
            assertThat(process.isAlive()).as(printed()).isTrue();
            return printed();
        }
    }

    private Demo start(String... arguments) throws IOException {
        Path tmp = Files.createDirectories(place.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + tmp,
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "touchline.sandbox.SandboxMain",
                "demo"));
        if (!List.of(arguments).contains("--http-port")) {
            command.addAll(List.of("--http-port", "0"));
        }
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(place, "demo", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("TOUCHLINE_HOME", ROOT.toString());
        builder.environment().put("LC_ALL", "C.UTF-8"); // as the front door sets it
        builder.environment().keySet().removeAll(List.of("DATABASE_URL", "REDIS_URL", "XDG_RUNTIME_DIR"));
        Process process = builder.start();
        started.add(process);
        return new Demo(process, out);
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Processes that live in the place of this test. */
    private List<ProcessHandle> left() {
        return ProcessHandle.allProcesses().filter(this::livesHere).toList();
    }

    private boolean livesHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .startsWith(place.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    private List<Path> temporary(String prefix) {
        try (Stream<Path> files = Files.list(place.resolve("tmp"))) {
            return files.filter(file -> file.toString().contains(prefix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(String url, String basic) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!basic.isEmpty()) {
            String encoded = Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + encoded);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }
}
