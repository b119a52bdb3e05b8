package touchline.api;

import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.Shut;

/** Checks every invariant of the books. */
final class AuditCommand extends StoresCommand {
    AuditCommand() {
        super("audit", "drains the outbox and checks every invariant of the books; exit code 1 if one fails");
    }

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        Optional<Shut> shut = new Epoch(stores.redis(), stores.jdbi()).open();
        if (shut.isPresent()) {
            throw new NotWell("The market is shut: " + shut.get().detail());
        }
        AuditReport report = new Audit(stores.redis(), stores.jdbi()).run();
        print(report);
        if (!report.ok()) {
            throw new NotWell("The books are not right.");
        }
    }
}
