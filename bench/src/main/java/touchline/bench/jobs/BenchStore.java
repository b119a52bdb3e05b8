package touchline.bench.jobs;

import java.util.List;
import org.apache.tomcat.jdbc.pool.DataSource;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.OneShot;

/** A contender's tables, for use while none of its nodes runs. */
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

    /** Closes the pool, so that the server counts the commits of its sessions. */
    private record Pooled(DataSource pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.close(true);
        }
    }
}
