package touchline.bench;

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
}
