package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.junit.ToolCheck;

/** The commands of the README and of {@code docs/} in a shell, one after the other, against the demo that the README starts. */
@EnabledIf(value = "hasTheTools", disabledReason = "no bash, curl or python3 on this machine")
class DocumentedCommandsTest {
    /** A command that loops for ever is named, in place of a test that does. */
    private static final Duration PER_LINE = Duration.ofSeconds(60);

    /** How often the seconds of a stream may be too short on a busy machine. */
    private static final int TURNS = 20;

    private static final String END = "@@ end of the block @@";
    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "docs/clients.md",
            "docs/in-play.md",
            "docs/stream.md",
            "docs/spinner.md",
            "docs/feed.md",
            "docs/errors.md",
            "docs/operators.md",
            "docs/alerts.md",
            "docs/metrics.md");

    static boolean hasTheTools() {
        return ToolCheck.shouldRun(Stream.of("bash", "curl", "python3")
                .allMatch(program -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)))));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyCommandPrintsWhatIsShown(@TempDir Path place) throws Exception {
        // A third of the README's speed: the match then lasts longer than this test on any machine.
        DemoProcess demo = DemoProcess.start(place, "--speed", "10");
        try {
            String printed = demo.welcome();
            String port = DemoProcess.find(printed, "localhost:(\\d+)/console");
            String adminPort = DemoProcess.find(printed, "localhost:(\\d+)/metrics");
            String password = DemoProcess.find(printed, "admin +(\\S+)");
            Path folder = Files.createDirectories(place.resolve("shell"));
            writeScript(place, folder, port);
            List<DocumentedCommand> blocks = new ArrayList<>();
            for (String document : DOCUMENTS) {
                blocks.addAll(DocumentedCommand.of(DemoProcess.ROOT, document));
            }
            assertThat(blocks).hasSizeGreaterThan(20);

            List<String> wrong = run(
                    blocks,
                    folder,
                    text -> text.replace("localhost:8080", "127.0.0.1:" + port)
                            .replace("localhost:8081", "127.0.0.1:" + adminPort)
                            .replace("PASSWORD=...", "PASSWORD='" + password + "'"));

            assertThat(wrong).isEmpty();
        } finally {
            demo.process().destroyForcibly();
        }
    }

    /** {@code ./touchline}, which takes the class path of this test for its jar. */
    private static void writeScript(Path place, Path folder, String port) throws IOException {
        String java = DemoProcess.command(place).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Path script = folder.resolve("touchline");
        Files.writeString(script, "#!/bin/bash\nexec " + java + " \"$@\" --http-port " + port + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private static List<String> run(List<DocumentedCommand> blocks, Path folder, Substitution actual) throws Exception {
        List<String> wrong = new ArrayList<>();
        ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor();
        Process shell = new ProcessBuilder("bash", "--norc", "--noprofile")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (Writer in = shell.outputWriter(StandardCharsets.UTF_8);
                BufferedReader out = shell.inputReader(StandardCharsets.UTF_8)) {
            for (DocumentedCommand block : blocks) {
                Duration limit = PER_LINE.multipliedBy(block.commands().lines().count());
                String printed = "";
                boolean isCutShort = true;
                for (int turn = 0; isCutShort && turn < TURNS; turn++) {
                    in.write(actual.in(block.commands()) + "\necho; echo '" + END + "'\n");
                    in.flush();
                    ScheduledFuture<?> end =
                            limits.schedule(() -> kill(shell), limit.toMillis(), TimeUnit.MILLISECONDS);
                    printed = readToTheEnd(out, block);
                    end.cancel(false);
                    isCutShort = block.readsForSeconds() && !block.isAsShown(printed);
                }
                if (!block.isAsShown(printed)) {
                    wrong.add(block.document() + ":\n" + block.commands() + "printed\n" + printed);
                }
            }
        } finally {
            limits.shutdownNow();
            kill(shell);
        }
        return wrong;
    }

    private static void kill(Process shell) {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    /** Puts in what the demo has printed. */
    private interface Substitution {
        String in(String commands);
    }

    private static String readToTheEnd(BufferedReader out, DocumentedCommand block) throws IOException {
        StringBuilder printed = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(END)) {
                return printed.toString();
            }
            printed.append(line).append('\n');
        }
        throw new AssertionError(
                "%s: these commands end the shell, or take longer than %s per line:%n%s%nThey print:%n%s"
                        .formatted(block.document(), PER_LINE, block.commands(), printed));
    }
}
