package touchline.stores.child;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that Java processes started with its {@link #flags} resolve, each to 127.0.0.1. They resolve no others. */
public final class HostNames {
    private final Path file;
    private final List<String> names;

    private HostNames(Path file, List<String> names) {
        this.file = file;
        this.names = names;
    }

    /** Names that resolve, kept in a file in the directory. */
    public static HostNames in(Path directory, List<String> names) throws IOException {
        HostNames hosts = new HostNames(Files.createDirectories(directory).resolve("hosts"), List.copyOf(names));
        hosts.resolve();
        return hosts;
    }

    /** Options of a JVM. */
    public List<String> flags() {
        return List.of("-Djdk.net.hosts.file=" + file);
    }

    /** The names don't resolve from now on. */
    public void forget() throws IOException {
        write(List.of());
    }

    /** The names resolve again. */
    public void resolve() throws IOException {
        write(names);
    }

    private void write(List<String> resolved) throws IOException {
        Path next = file.resolveSibling("hosts.next");
        Files.writeString(
                next,
                Stream.concat(Stream.of("localhost", InetAddress.getLocalHost().getHostName()), resolved.stream())
                        .map(name -> "127.0.0.1 " + name + "\n")
                        .collect(Collectors.joining()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
