package touchline.stores.memory;

import java.nio.file.Path;

/** Where all test JVMs of a user keep what they share, from build to build. */
public final class TestHome {
    private TestHome() {}

    /** The directory below the one for temporary files; need not exist. */
    public static Path directory() {
        return in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The directory below another one. */
    public static Path in(Path parent) {
        String user = System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9]", "_");
        return parent.resolve("touchline-test-stores-" + user);
    }
}
