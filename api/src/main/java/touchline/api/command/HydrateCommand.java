package touchline.api.command;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import touchline.market.audit.AuditReport;
import touchline.market.recovery.Hydration;

/** Rebuilds Redis from the book. */
public final class HydrateCommand extends StoresCommand {
    public HydrateCommand() {
        super("hydrate", "rebuilds Redis from Postgres, with every node stopped");
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.addArgument("--force")
                .action(Arguments.storeTrue())
                .help("throw away what Redis holds; what has not been flushed is lost with it");
    }

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        AuditReport report = new Hydration(stores.redis(), stores.jdbi()).run(arguments.getBoolean("force"));
        print(report);
        if (!report.ok()) {
            throw new NotWell("Rebuilt, but the books are not right: the market stays shut.");
        }
    }
}
