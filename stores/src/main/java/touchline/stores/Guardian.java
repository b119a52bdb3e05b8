package touchline.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends the servers of a data directory within seconds after their owner has ended, also if the owner was killed or ended during their start. It
 * leaves a new owner of the directory alone.
 */
public final class Guardian {
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");
    private static final long PATIENCE_SECONDS = 40;

    private final Process process;

    private Guardian(Process process) {
        this.process = process;
    }

    /**
     * Starts a guardian of this process. Call it before any server is started.
     *
     * @param delete whether to delete the directory afterwards
     */
    public static Guardian over(Path directory, boolean delete) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NEW_SESSION)) {
            command.add(NEW_SESSION.toString()); // so that Ctrl-C reaches only the demo
        }
        command.addAll(List.of(
                "sh",
                "-c",
                script(),
                "touchline-guardian",
                directory.toRealPath().toString(),
                ShellSafePath.of(directory.toRealPath().resolve("postgres")).toString(),
                Long.toString(ProcessHandle.current().pid()),
                delete ? "delete" : "keep"));
        return new Guardian(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static String script() {
        try (InputStream in = Guardian.class.getResourceAsStream("guardian.sh")) {
            if (in == null) {
                throw new IllegalStateException("guardian.sh is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every server in the directory and waits. */
    public void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("A server in the data directory does not end");
        }
    }
}
