package touchline.api.command;

import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import touchline.migrations.Migrations;

/** Brings the database's schema up to date. */
public final class MigrateCommand extends StoresCommand {
    public MigrateCommand() {
        super("migrate", "brings the database's schema up to date");
    }

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        print(Map.of("migrated", Migrations.migrate(stores.database()).migrationsExecuted));
    }
}
