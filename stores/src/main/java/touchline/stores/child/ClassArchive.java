package touchline.stores.child;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An archive of the classes of libraries, which child JVMs map in place of parsing them: a third of the processor time of a node's start. Children record
 * which classes they load until one of them has been a whole node; then the archive is made. Making it costs as much processor time as three starts of a node, so all
 * builds of a machine share it.
 */
final class ClassArchive {
    /** More than a part of a node loads. */
    private static final int WHOLE_NODE = 9_000;

    /** Of libraries that no build has used for long, or rarely. */
    private static final Duration KEPT = Duration.ofDays(14);

    private final Path records;
    private final Path archives;
    private final List<String> jars;
    private final String id;

    /**
     * An archive of a class path.
     *
     * @param records where children record their classes; need not exist
     * @param archives where the archives of a machine are; need not exist
     * @param jars the beginning of the class path, which may continue with directories
     */
    ClassArchive(Path records, Path archives, List<String> jars) {
        this.records = records.toAbsolutePath();
        this.archives = archives.toAbsolutePath();
        this.jars = jars;
        // The JVM refuses an archive of other jars, but doesn't replace it.
        this.id = Integer.toHexString(jars.stream()
                .map(jar -> jar + " " + Path.of(jar).toFile().lastModified())
                .collect(Collectors.joining(" ", System.getProperty("java.vm.version") + " ", ""))
                .hashCode());
    }

    /** Flags of a child: they make it use the archive or, until there is one, record its classes. */
    List<String> flags() {
        Path archive = archives.resolve(id + ".jsa");
        try {
            if (!Files.exists(archive)) {
                Files.createDirectories(records);
                Files.createDirectories(archives);
                make(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Files.exists(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off");
        }
        return List.of("-XX:DumpLoadedClassList=" + records.resolve(id + "-" + UUID.randomUUID() + ".classes"));
    }

    /** Flags of a process that uses the archive if there is one, and records nothing. */
    List<String> flagsOfExisting() {
        Path archive = archives.resolve(id + ".jsa");
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off") : List.of();
    }

    private void make(Path archive) throws IOException {
        Path failed = records.resolve(id + ".log");
        try (FileChannel channel = FileChannel.open(
                        archives.resolve("archives.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock == null || Files.exists(archive) || Files.exists(failed)) {
                return;
            }
            Set<String> classes = recorded();
            if (classes.size() < WHOLE_NODE) {
                return;
            }
            deleteOldArchives();
            Path list = Files.write(records.resolve(id + ".list"), classes);
            Path part = archives.resolve(id + ".part");
            if (dump(list, part, failed)) {
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(failed);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException otherThread) {
            return null;
        }
    }

    private Set<String> recorded() throws IOException {
        Set<String> classes = new LinkedHashSet<>();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(id) && name.endsWith(".classes")) {
                    List<String> lines = Files.readAllLines(file);
                    // The last line of a child that runs, or was killed, may be half of one.
                    classes.addAll(lines.subList(0, Math.max(0, lines.size() - 1)));
                }
            }
        }
        return classes;
    }

    private void deleteOldArchives() throws IOException {
        Instant old = Instant.now().minus(KEPT);
        try (Stream<Path> files = Files.list(archives)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".jsa")
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private boolean dump(Path list, Path part, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ChildJvm.java());
        command.addAll(ChildJvm.FLAGS);
        command.addAll(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + part,
                "-cp",
                String.join(File.pathSeparator, jars)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
