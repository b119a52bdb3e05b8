package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import touchline.stores.child.ChildJvm;

/**
 * A demo in a process of its own.
 *
 * @param out the file that it prints to
 */
record DemoProcess(Process process, Path out) {
    private static final Duration LONG = Duration.ofMinutes(8);

    /** The checkout. */
    static final Path ROOT = Path.of(Files.exists(Path.of("config.yml")) ? "" : "..")
            .toAbsolutePath()
            .normalize();

    /**
     * Starts {@code SandboxMain demo} as the script {@code touchline} does.
     *
     * @param place its temporary files and its output go there
     */
    static DemoProcess start(Path place, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(command(place));
        command.add("demo");
        if (!List.of(arguments).contains("--http-port")) {
            command.addAll(List.of("--http-port", "0"));
        }
        command.addAll(List.of(arguments));
        return start(place, command, Map.of());
    }

    /** {@code java} with the class path of this test and {@code SandboxMain}; arguments follow. */
    static List<String> command(Path place) throws IOException {
        Path tmp = place.resolve("tmp");
        if (!Files.exists(tmp)) {
            copyPrograms(Files.createDirectory(tmp));
        }
        List<String> command = new ArrayList<>(ChildJvm.command("touchline.sandbox.SandboxMain", List.of()));
        command.addAll(1, List.of("-Djava.io.tmpdir=" + tmp, "-Dstdout.encoding=UTF-8"));
        return List.copyOf(command);
    }

    /** Copies Postgres' programs from where tests have unpacked them, as unpacking takes seconds of a processor. The demo unpacks them if they are missing. */
    private static void copyPrograms(Path tmp) throws IOException {
        Path programs = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
        if (!Files.exists(programs)) {
            return;
        }
        try (Stream<Path> versions = Files.list(programs)) {
            for (Path version : versions.toList()) {
                if (Files.exists(version.resolve(".exists"))) { // it is unpacked to the end
                    Path copies = Files.createDirectories(tmp.resolve("embedded-pg"));
                    copy(version, copies.resolve(programs.relativize(version)));
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** Starts a command that becomes a demo. */
    static DemoProcess start(Path place, List<String> command, Map<String, String> environment) throws IOException {
        Path out = Files.createTempFile(place, "demo", ".txt");
        // A build that runs in the background may have these signals ignored, and a child inherits that.
        List<String> reachable = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        reachable.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(reachable).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("TOUCHLINE_HOME", ROOT.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("LOG_LEVEL", "ERROR"); // a slow machine is no failure
        builder.environment().put("OPERATORS_PASSWORD_ITERATIONS", "1000");
        builder.environment().keySet().removeAll(List.of("DATABASE_URL", "REDIS_URL", "XDG_RUNTIME_DIR"));
        builder.environment().putAll(environment);
        return new DemoProcess(builder.start(), out);
    }

    String printed() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed where everything is, and gives what it has printed. */
    String welcome() {
        await().atMost(LONG).until(() -> printed().contains("/v1/fixtures |") || !process.isAlive());
        assertThat(process.isAlive()).as(printed()).isTrue();
        return printed();
    }

    void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The first group of a pattern in a text that has it. */
    static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    /** Processes whose working directory is below a place. */
    static List<ProcessHandle> livingIn(Path place) {
        return ProcessHandle.allProcesses()
                .filter(process -> livesIn(process, place))
                .toList();
    }

    private static boolean livesIn(ProcessHandle process, Path place) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .startsWith(place.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }
}
