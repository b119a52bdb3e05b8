package touchline.api.ops;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Clock;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import touchline.api.ops.calendar.CalendarsFeature;
import touchline.api.ops.job.JobsFeature;
import touchline.api.wiring.NodeContext;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.past.LaneQuery;
import touchline.scheduler.past.PastBoardQuery;

/** Installs the REST API for operators: jobs, runs, commands, alerts, repairs and the audit. */
public final class OpsApiFeature {
    private OpsApiFeature() {}

    /**
     * Installs it.
     *
     * @param context with connections of its own, so that no page of the console can starve clients or the scheduler
     * @param operators whether an operator of that name can log in
     */
    public static void install(
            NodeContext context, JobPlatform platform, Alerting alerting, Predicate<String> operators) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        Clock clock = context.clock();
        JobsFeature.install(context, platform);
        CalendarsFeature.install(context, platform);
        jersey.register(new SchedulerResource(platform.operations(jdbi), new JobStatusQuery(jdbi), clock));
        jersey.register(new AuditResource(new AuditLog(jdbi)));
        jersey.register(new AlertsResource(alerting.alerts(jdbi), operators, clock));
        jersey.register(new PastResource(platform.catalogue(), new PastBoardQuery(jdbi), new LaneQuery(jdbi), clock));
        jersey.register(new StuckTriggersResource(platform.repairs(), jdbi));
    }
}
