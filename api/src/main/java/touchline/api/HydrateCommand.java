package touchline.api;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import touchline.market.audit.AuditReport;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.Hydration;

/** Rebuilds Redis from the book. */
final class HydrateCommand extends StoresCommand {
    HydrateCommand() {
        super("hydrate", "rebuilds Redis from Postgres; nodes that run wait until it is done");
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.addArgument("--force")
                .action(Arguments.storeTrue())
                .help("delete what Redis holds first; what is not in Postgres yet is lost with it");
        parser.addArgument("--epoch")
                .type(Long.class)
                .help(
                        "refuse a database whose market has another epoch: after a restore, that is not the restored one");
        parser.addArgument("--by")
                .metavar("NAME")
                .setDefault(System.getProperty("user.name", "unknown"))
                .help("who rebuilds; noted with the dead letters that this resolves (default: the system's user)");
    }

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        Long epoch = arguments.getLong("epoch");
        if (epoch != null && !Epoch.isOfBook(stores.jdbi(), epoch)) {
            throw new IllegalStateException("The configuration names another database than the one with epoch " + epoch
                    + ": nothing was changed.");
        }
        AuditReport report = new Hydration(stores.redis(), stores.jdbi(), arguments.getString("by"))
                .run(arguments.getBoolean("force"));
        print(report);
        if (!report.ok()) {
            throw new NotWell("Rebuilt, but the books are not right: the market stays shut.");
        }
    }
}
