package touchline.api;

import io.dropwizard.db.ManagedDataSource;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import redis.clients.jedis.RedisClient;
import touchline.migrations.Migrations;

/** Brings the database's schema up to date. */
final class MigrateCommand extends StoresCommand {
    MigrateCommand() {
        super("migrate", "brings the database's schema up to date");
    }

    /** Checks nothing: the schema is what is missing. */
    @Override
    void check(RedisClient redis, ManagedDataSource database) {}

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        print(Map.of("migrated", Migrations.migrate(stores.database()).migrationsExecuted));
    }
}
