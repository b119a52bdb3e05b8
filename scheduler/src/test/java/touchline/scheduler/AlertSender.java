package touchline.scheduler;

import java.net.URI;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.job.JobCatalogue;

/** A node in a JVM of its own that only tells alerts, to be killed while it does. */
final class AlertSender {
    private AlertSender() {}

    /** Arguments: database URL, user, password, the webhook's address. */
    public static void main(String[] args) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        database.setUser(args[1]);
        database.setPassword(args[2]);
        new Alerting(
                        Jdbi.create(database),
                        new AlertRules(List.of(), List.of(), new JobCatalogue(List.of())),
                        new Webhook(URI.create(args[3]), AlertingSetup.SECRET),
                        QuickAlerts.TIMING)
                .start();
        Thread.currentThread().join();
    }
}
