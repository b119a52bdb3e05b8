package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of its own in memory, which can be filled. */
public final class SmallDisk {
    private static final long REST = 1 << 20;
    private static final int PAGE = 4_096;
    private static final int ATTEMPTS = 100;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Whether disks can be mounted: {@code ./touchline} says so after it has made a mount namespace that ends with this process. */
    static boolean canBeMounted() {
        return "1".equals(System.getenv("TOUCHLINE_MOUNTS"));
    }

    /** Mounts one at a new directory, if that is possible; otherwise makes the directory only. */
    static SmallDisk at(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        if (canBeMounted()) {
            run(List.of(
                    "mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", directory.toString()));
        }
        return new SmallDisk(directory);
    }

    /** Leaves no space. */
    public void fill() throws IOException, InterruptedException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free > REST) {
            run(List.of("fallocate", "-l", Long.toString(free - REST), filler().toString()));
        }
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) { // the server may free space as it ends
            last = writeUntilFull();
            if (Files.getFileStore(directory).getUsableSpace() < PAGE) {
                return;
            }
        }
        throw new IOException(directory + " can't be filled", last);
    }

    private IOException writeUntilFull() {
        byte[] page = new byte[PAGE];
        try (OutputStream rest =
                Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) { // the server writes too, so how much is free is not known
                rest.write(page);
            }
        } catch (IOException full) {
            return full;
        }
    }

    /** Frees the space again. */
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
