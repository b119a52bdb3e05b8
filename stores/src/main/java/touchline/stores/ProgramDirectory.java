package touchline.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds a directory where programs can be unpacked and run: one may be read-only or mounted with {@code noexec}. */
final class ProgramDirectory {
    private static final long PATIENCE_SECONDS = 10;

    private ProgramDirectory() {}

    /**
     * Returns the first directory in which a program runs.
     *
     * @throws IOException if there is none; the message says what to set
     */
    static Path firstOf(List<Path> candidates) throws IOException, InterruptedException {
        for (Path candidate : candidates) {
            if (runs(candidate)) {
                return candidate;
            }
        }
        throw new IOException("Postgres and Redis can't be unpacked: no program may be run in " + candidates
                + ". Set TOUCHLINE_JAVA_OPTS=-Djava.io.tmpdir=DIR to a directory where programs may be run.");
    }

    private static boolean runs(Path directory) throws InterruptedException {
        try {
            Files.createDirectories(directory);
            Path probe = Files.createTempFile(
                    directory,
                    "probe",
                    ".sh",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Files.writeString(probe, "#!/bin/sh\nexit 0\n");
                Process process = new ProcessBuilder(probe.toString()).start();
                return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException | UnsupportedOperationException notHere) {
            return false;
        }
    }
}
