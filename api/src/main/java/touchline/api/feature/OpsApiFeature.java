package touchline.api.feature;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import touchline.api.ops.AuditResource;
import touchline.api.ops.SchedulerResource;
import touchline.api.ops.alert.AlertsResource;
import touchline.api.ops.calendar.CalendarOfJobResource;
import touchline.api.ops.calendar.CalendarsResource;
import touchline.api.ops.calendar.MisfiresResource;
import touchline.api.ops.chart.TrendsResource;
import touchline.api.ops.job.ExecutionsResource;
import touchline.api.ops.job.JobCommandsResource;
import touchline.api.ops.job.JobResource;
import touchline.api.ops.job.JobViews;
import touchline.api.ops.job.JobsResource;
import touchline.api.ops.past.PastResource;
import touchline.api.ops.repair.StuckTriggersResource;
import touchline.api.wiring.NodeContext;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.explain.Explainer;
import touchline.scheduler.forecast.Upcoming;
import touchline.scheduler.history.ExecutionsQuery;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.misfire.MisfireQuery;
import touchline.scheduler.operation.JobOperations;
import touchline.scheduler.past.LaneQuery;
import touchline.scheduler.past.PastBoardQuery;
import touchline.scheduler.trend.ErrorBudgetQuery;
import touchline.scheduler.trend.TrendQuery;
import touchline.scheduler.trigger.EffectiveSchedules;

/** Installs the REST API for operators: jobs, runs, commands, alerts, repairs and the audit. */
public final class OpsApiFeature {
    private OpsApiFeature() {}

    /** Reads use the API's connections, so that no page can starve the scheduler. */
    public static void install(NodeContext context, JobPlatform platform, Alerts alerts) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        Clock clock = context.clock();
        JobOperations operations = platform.operations();
        JobStatusQuery standings = new JobStatusQuery(jdbi);
        ExecutionsQuery executions = new ExecutionsQuery(jdbi);
        JobViews board = new JobViews(standings, new EffectiveSchedules(jdbi), operations.pauses());
        jersey.register(new JobsResource(platform.catalogue(), board));
        Upcoming upcoming = new Upcoming(jdbi, platform.catalogue());
        jersey.register(new JobResource(
                platform.catalogue(), board, upcoming, new Explainer(jdbi, platform.catalogue()), clock));
        jersey.register(new JobCommandsResource(operations, executions, upcoming, clock));
        jersey.register(new ExecutionsResource(executions, platform.catalogue(), operations, clock));
        jersey.register(new SchedulerResource(operations, standings, clock));
        jersey.register(new AuditResource(new AuditLog(jdbi)));
        jersey.register(new AlertsResource(alerts, clock));
        jersey.register(new TrendsResource(new TrendQuery(jdbi), new ErrorBudgetQuery(jdbi), clock));
        jersey.register(new PastResource(platform.catalogue(), new PastBoardQuery(jdbi), new LaneQuery(jdbi), clock));
        jersey.register(new CalendarsResource(operations.calendars()));
        jersey.register(new CalendarOfJobResource(operations.calendars()));
        jersey.register(new MisfiresResource(new MisfireQuery(jdbi), platform.catalogue(), operations.pauses()));
        jersey.register(new StuckTriggersResource(platform.repairs()));
    }
}
