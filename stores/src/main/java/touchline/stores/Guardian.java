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
 * Watches over a process that starts servers in a data directory, from outside of it. However that process ends, be it killed or ended while a server is
 * starting, its servers are ended within seconds. A new owner of the directory is left alone.
 */
public final class Guardian {
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");
    private static final long PATIENCE_SECONDS = 40;

    private final Process process;

    private Guardian(Process process) {
        this.process = process;
    }

    /**
     * Begins to watch over this process. To be called before any server is started.
     *
     * @param delete whether the directory is deleted in the end
     */
    public static Guardian over(Path directory, boolean delete) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NEW_SESSION)) {
            command.add(NEW_SESSION.toString()); // Ctrl-C is for the demo alone
        }
        command.addAll(List.of(
                "sh",
                "-c",
                script(),
                "touchline-guardian",
                directory.toRealPath().toString(),
                PlainPath.of(directory.toRealPath().resolve("postgres")).toString(),
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

    /** Has everything ended that still runs in the directory, and waits for it. */
    public void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("Something that was started in the data directory does not end");
        }
    }
}
