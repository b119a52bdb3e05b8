package touchline.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process' lock on a data directory. The operating system releases it when the process dies. */
final class DirectoryLock {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws DirectoryInUseException when another living process, or this one, holds it already */
    static DirectoryLock take(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (channel.tryLock() == null) {
                throw new DirectoryInUseException(directory);
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            taken = true;
            return new DirectoryLock(channel);
        } catch (OverlappingFileLockException heldByThisProcess) {
            throw new DirectoryInUseException(directory);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    void release() throws IOException {
        channel.close();
    }
}
