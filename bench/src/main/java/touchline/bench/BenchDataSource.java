package touchline.bench;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.stores.Stores;

/** The database of a benchmark's own stores. */
final class BenchDataSource {
    private BenchDataSource() {}

    static DataSource of(Stores stores) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(stores.databaseUrl());
        database.setUser(stores.databaseUser());
        database.setPassword(stores.databasePassword());
        return database;
    }

    /** A pool of connections to it: a new connection costs Postgres more than the statements of a match. */
    static ManagedDataSource pool(Stores stores) {
        DataSourceFactory pool = new DataSourceFactory();
        pool.setDriverClass("org.postgresql.Driver");
        pool.setUrl(stores.databaseUrl());
        pool.setUser(stores.databaseUser());
        pool.setPassword(stores.databasePassword());
        pool.setInitialSize(1);
        pool.setMinSize(1);
        pool.setMaxSize(16);
        pool.setCheckConnectionOnBorrow(false);
        return pool.build(new MetricRegistry(), "bench");
    }
}
