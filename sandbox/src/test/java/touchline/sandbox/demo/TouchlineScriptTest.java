package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.ToolCheck;

/**
 * The script {@code touchline} in a checkout of its own. Its jar refers to the class path of this test, so that the script runs the product; only Maven is replaced.
 */
@SuppressWarnings("NullAway.Init")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TouchlineScriptTest {
    private static final Duration LONG = Duration.ofMinutes(8);

    private final List<DemoProcess> started = new ArrayList<>();

    @TempDir
    private Path place;

    private Path checkout;
    private Path jar;

    @BeforeEach
    void copy() throws IOException {
        checkout = place.resolve("check out");
        Files.createDirectories(checkout.resolve("sandbox/src/main"));
        Files.createDirectories(checkout.resolve("sandbox/target"));
        for (String file : List.of("touchline", "config.yml", "pom.xml", "sandbox/pom.xml")) {
            Files.copy(DemoProcess.ROOT.resolve(file), checkout.resolve(file));
        }
        assertThat(checkout.resolve("touchline").toFile().setExecutable(true)).isTrue();
        jar = checkout.resolve("sandbox/target/touchline-sandbox.jar");
    }

    @AfterEach
    void end() {
        started.forEach(demo -> demo.process().destroyForcibly());
    }

    static boolean canMount() throws IOException, InterruptedException {
        return ToolCheck.shouldRun(
                new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0);
    }

    /** In a mount namespace where no program may be run in the temporary directory, and nothing is written to the checkout. */
    @Test
    @EnabledIf(value = "canMount", disabledReason = "this user can't mount")
    void theDemoRunsFromAReadOnlyCheckoutWithoutProgramsInTmpInTheLocaleCAndEndsWithItsTerminal() throws Exception {
        writeJar();
        Path tmp = Files.createDirectories(place.resolve("tmp"));
        Path home = Files.createDirectories(place.resolve("home"));
        String match = writeMatchNamed("Curaçao").toString();
        DemoProcess demo = start(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o noexec tmpfs \"$1\" && mount --bind \"$2\" \"$2\""
                                + " && mount -o remount,bind,ro \"$2\" && cd \"$2\" && shift 2"
                                + " && ! touch written && exec ./touchline \"$@\"",
                        "sh",
                        tmp.toString(),
                        checkout.toString(),
                        "demo",
                        "--http-port",
                        "0",
                        "--match",
                        match),
                Map.of(
                        "LC_ALL",
                        "",
                        "LANG",
                        "C",
                        "TOUCHLINE_JAVA_OPTS",
                        "-Djava.io.tmpdir=" + tmp + " -Duser.home=" + home + " " + String.join(" ", ChildJvm.FLAGS)));

        demo.welcome();
        await().atMost(LONG).until(() -> demo.printed().contains("Curaçao"));
        assertThat(DemoProcess.livingIn(place)).hasSizeGreaterThan(2);

        demo.signal("HUP");

        assertThat(demo.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
        await().atMost(LONG).until(() -> DemoProcess.livingIn(place).isEmpty());
        assertThat(demo.printed()).doesNotContain("Exception", "\tat ");
        assertThat(checkout.resolve("written")).doesNotExist();
    }

    @Test
    @EnabledIf(value = "canMount", disabledReason = "this user can't mount")
    void whereNothingCanBeBuiltItSaysWhatToDo() throws Exception {
        DemoProcess demo = start(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$1/touchline\" demo",
                        "sh",
                        checkout.toString()),
                Map.of());

        assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.process().exitValue()).isEqualTo(1);
        assertThat(demo.printed())
                .contains(checkout + " can't be written", "copy it")
                .doesNotContain("Exception");
    }

    /** Maven has written half of the jar when the signal comes. */
    @Test
    void aSignalEndsTheBuildAndLeavesNoHalfWrittenJar() throws Exception {
        Path programs = Files.createDirectories(place.resolve("programs"));
        Path pid = place.resolve("maven.pid");
        Path maven = programs.resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho half > '" + jar + "'\necho $$ > '" + pid + "'\nexec sleep 600\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        String path = programs + File.pathSeparator + System.getenv("PATH");
        for (Map.Entry<String, Integer> signal :
                Map.of("HUP", 129, "INT", 130, "TERM", 143).entrySet()) {
            DemoProcess demo = start(List.of(checkout.resolve("touchline").toString(), "demo"), Map.of("PATH", path));
            await().atMost(LONG)
                    .until(() ->
                            Files.exists(pid) && Files.readString(pid).strip().matches("\\d+"));
            ProcessHandle build = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow();

            demo.signal(signal.getKey());

            assertThat(demo.process().waitFor(60, TimeUnit.SECONDS))
                    .as(signal.getKey())
                    .isTrue();
            assertThat(demo.process().exitValue()).as(signal.getKey()).isEqualTo(signal.getValue());
            assertThat(build.isAlive()).as(signal.getKey()).isFalse();
            assertThat(jar).as(signal.getKey()).doesNotExist();
            Files.delete(pid);
        }
    }

    @Test
    void aDemoStartsWithTheClassArchiveThatAnEarlierOneOfTheSameBuildAndJvmHasCompleted() throws Exception {
        writeJar();
        Path java = programThatPrintsItsArguments("jdk");

        assertThat(demoBy(java)).contains("-XX:ArchiveClassesAtExit=").doesNotContain("-XX:SharedArchiveFile");

        Path archive = archiveOf(demoBy(java));
        Files.write(archive, new byte[100]); // as a JVM leaves it that is killed while it writes
        assertThat(demoBy(java)).contains("-XX:ArchiveClassesAtExit=").doesNotContain("-XX:SharedArchiveFile");
        assertThat(archive).doesNotExist();

        archive = archiveOf(demoBy(java));
        Files.write(archive, new byte[] {1, 2, 3, 4});
        assertThat(demoBy(java)).contains("-XX:SharedArchiveFile=").doesNotContain("-XX:ArchiveClassesAtExit");
        assertThat(demoBy(programThatPrintsItsArguments("another jdk"))).doesNotContain("-XX:SharedArchiveFile");

        assertThat(jar.toFile().setLastModified(System.currentTimeMillis() + 10_000))
                .isTrue();
        assertThat(demoBy(java)).contains("-XX:ArchiveClassesAtExit=").doesNotContain("-XX:SharedArchiveFile");
    }

    private Path programThatPrintsItsArguments(String jdk) throws IOException {
        Path program =
                Files.createDirectories(place.resolve(jdk).resolve("bin")).resolve("java");
        Files.writeString(place.resolve(jdk).resolve("release"), "JAVA_VERSION=\"17\"\n");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    /** Runs {@code ./touchline demo} with a JVM; returns what it prints. */
    private String demoBy(Path java) throws IOException, InterruptedException {
        DemoProcess demo = start(
                List.of(checkout.resolve("touchline").toString(), "demo"),
                Map.of("PATH", java.getParent() + File.pathSeparator + System.getenv("PATH")));
        assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.process().exitValue()).as(demo.printed()).isZero();
        return demo.printed();
    }

    private static Path archiveOf(String arguments) {
        String option = "-XX:ArchiveClassesAtExit=";
        return Path.of(arguments
                .lines()
                .filter(line -> line.startsWith(option))
                .findFirst()
                .orElseThrow()
                .substring(option.length()));
    }

    private DemoProcess start(List<String> command, Map<String, String> environment) throws IOException {
        DemoProcess demo = DemoProcess.start(place, command, environment);
        started.add(demo);
        return demo;
    }

    /** A jar without classes that names the main class and the class path. */
    private void writeJar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "touchline.sandbox.SandboxMain");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private Path writeMatchNamed(String team) throws IOException {
        try (InputStream shipped =
                DemoProcess.class.getResourceAsStream("/touchline/simulator/matches/touchline-derby.json")) {
            assertThat(shipped).isNotNull();
            String match = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(place.resolve("match.json"), match.replace("Harbour Athletic", team));
        }
    }
}
