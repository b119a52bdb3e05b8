package touchline.stores.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import touchline.stores.PostgresProcess;

/** A Postgres of a test's own, with a database that has the schema of this build. */
public final class MigratedPostgres {
    /** The name of that database. */
    public static final String DATABASE = MigratedData.DATABASE;

    private MigratedPostgres() {}

    /** Starts one below an empty directory. */
    public static PostgresProcess start(Path directory) throws IOException, InterruptedException {
        new MigratedData(LocalServers.home()).copyTo(Files.createDirectories(directory));
        return PostgresProcess.start(directory.resolve("postgres"));
    }
}
