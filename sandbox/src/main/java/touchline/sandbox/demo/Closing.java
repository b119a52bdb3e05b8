package touchline.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be closed, the last first and each once, whether the demo comes to its end or is told to stop. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile boolean begun;

    /** Closes something. */
    @FunctionalInterface
    interface Closer<T> {
        void close(T resource) throws Exception;
    }

    static Closing alsoAtShutdown() {
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "demo-closing"));
        return closing;
    }

    synchronized <T> T add(T resource, Closer<T> closer) {
        open.push(() -> closer.close(resource));
        return resource;
    }

    /** Whether things are being closed already; who still uses them then fails, to nobody's surprise. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void close() {
        begun = true;
        closeAll();
    }

    private synchronized void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("while closing: {}", e.toString());
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
