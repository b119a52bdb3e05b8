package touchline.bench.jobs;

import java.util.List;
import org.apache.tomcat.jdbc.pool.DataSource;

/** A contender's tables, used from here while no node of it runs. */
record BenchStore(Contender contender, BenchDatabase database) {
    void prepare() throws Exception {
        try (Pooled pooled = new Pooled(database.pool())) {
            contender.prepare(pooled.pool());
        }
    }

    void store(List<OneShot> shots) throws Exception {
        try (Pooled pooled = new Pooled(database.pool())) {
            contender.store(pooled.pool(), shots);
        }
    }

    /** Closed for good, so that the server counts what its sessions did. */
    private record Pooled(DataSource pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.close(true);
        }
    }
}
