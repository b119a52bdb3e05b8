package touchline.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one kind of server in one data directory. Postgres and Redis change into their data directory, which
 * distinguishes them from other servers of the same kind even if a pid file is stale.
 */
final class ServerProcesses {
    private final String executable;
    private final Path directory;
    private final Path pidFile;

    ServerProcesses(String executable, Path directory, Path pidFile) {
        this.executable = executable;
        this.directory = directory;
        this.pidFile = pidFile;
    }

    /** All living processes of the directory, including children of the server. */
    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** The process in the pid file, if it is alive and belongs to the directory. */
    Optional<ProcessHandle> main() {
        try {
            String firstLine = Files.readString(pidFile).lines().findFirst().orElse("");
            return ProcessHandle.of(Long.parseLong(firstLine.trim())).filter(this::isOurs);
        } catch (IOException | NumberFormatException noUsablePidFile) {
            return Optional.empty();
        }
    }

    /** Sends a signal to the main process, or to all if there is none, and waits. Returns whether all have ended. */
    boolean end(String signal, Duration patience) throws IOException, InterruptedException {
        List<ProcessHandle> targets = main().map(List::of).orElseGet(this::alive);
        for (ProcessHandle target : targets) {
            signal(signal, target);
        }
        return awaitNone(patience);
    }

    /** Sends SIGKILL to every process and waits. Returns whether all have ended. */
    boolean kill(Duration patience) throws InterruptedException {
        alive().forEach(ProcessHandle::destroyForcibly);
        return awaitNone(patience);
    }

    private boolean awaitNone(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<ProcessHandle> left = alive();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
            if (left.stream().noneMatch(this::isOurs)) {
                left = alive(); // a search through all processes of the machine: for children that these have started
            }
        }
        return true;
    }

    // Java can only send TERM and KILL, and to Postgres TERM means "after every client has disconnected".
    private static void signal(String signal, ProcessHandle target) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(target.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(5, TimeUnit.SECONDS)) {
            kill.destroyForcibly();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        boolean rightKind = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith(executable))
                .orElse(false);
        return rightKind && livesInDirectory(process);
    }

    private boolean livesInDirectory(ProcessHandle process) {
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            if (Files.isSameFile(workingDirectory, directory)) {
                return true;
            }
        } catch (IOException noProcOrGone) {
            // The arguments have to do.
        }
        // Postgres is started with the path as an argument, and changes into the directory only afterwards.
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(directory.toString()))
                .orElse(false);
    }
}
