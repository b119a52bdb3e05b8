package touchline.api.console;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Maps paths below that of a page, such as {@code /console}, to files. Thread-safe. */
final class ConsoleFiles {
    /** No name can lead out of its folder: a dot is allowed only before the extension. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(?:js|css|svg)");

    /** The version is that of the pom. */
    private static final String LIBRARY = "META-INF/resources/webjars/lit-html/3.3.0/";

    /** Modules that more than one page imports. */
    private static final String SHARED = "touchline/";

    private final String ours;
    private final Map<String, ConsoleFile> read = new ConcurrentHashMap<>();

    /**
     * The files of a page.
     *
     * @param ours where they are on the class path, as in {@code touchline/console/}
     */
    ConsoleFiles(String ours) {
        this.ours = ours;
    }

    /**
     * Finds what to send.
     *
     * @param path as in {@code /app/main.js}; other paths than {@code /app}, {@code /shared} and {@code /lib} are screens and return the page
     */
    Optional<ConsoleFile> find(String path) {
        if (path.startsWith("/app/")) {
            return named(ours, path.substring(1));
        }
        if (path.startsWith("/shared/")) {
            return named(SHARED, path.substring(1));
        }
        return path.startsWith("/lib/") ? named(LIBRARY, path.substring("/lib/".length())) : file(ours + "index.html");
    }

    private Optional<ConsoleFile> named(String folder, String name) {
        return NAME.matcher(name).matches() ? file(folder + name) : Optional.empty();
    }

    private Optional<ConsoleFile> file(String path) {
        ConsoleFile known = read.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ConsoleFile> found = ConsoleFile.read(path);
        found.ifPresent(file -> read.put(path, file));
        return found;
    }
}
