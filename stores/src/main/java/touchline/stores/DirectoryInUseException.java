package touchline.stores;

import java.nio.file.Path;

/** The data directory belongs to a living process; nothing in it was changed. */
public final class DirectoryInUseException extends IllegalStateException {
    DirectoryInUseException(Path directory) {
        super("Another running process keeps its stores in " + directory.toAbsolutePath()
                + "; stop it first, or give this one another data directory");
    }
}
