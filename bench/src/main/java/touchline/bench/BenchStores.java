package touchline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import touchline.stores.Durability;
import touchline.stores.Guardian;
import touchline.stores.Stores;

/** A benchmark's own stores. They end with it and their data are deleted, also if it is killed. */
final class BenchStores implements AutoCloseable {
    private final Guardian guardian;
    private final Stores stores;

    private BenchStores(Guardian guardian, Stores stores) {
        this.guardian = guardian;
        this.stores = stores;
    }

    /** Starts a Postgres and a Redis without data. */
    static BenchStores start(Durability durability) throws IOException {
        Path directory = Files.createTempDirectory("touchline-bench");
        Guardian guardian = Guardian.over(directory, true);
        return new BenchStores(guardian, Stores.start(directory, durability));
    }

    Stores stores() {
        return stores;
    }

    @Override
    public void close() throws IOException {
        try {
            stores.close();
        } finally {
            end();
        }
    }

    private void end() throws IOException {
        try {
            guardian.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
