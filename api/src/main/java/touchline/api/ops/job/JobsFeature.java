package touchline.api.ops.job;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import touchline.api.wiring.NodeContext;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.explain.Explainer;
import touchline.scheduler.forecast.Upcoming;
import touchline.scheduler.history.ExecutionsQuery;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.operation.JobOperations;
import touchline.scheduler.trigger.EffectiveSchedules;

/** Installs the routes for jobs, their runs, and the commands on both. */
public final class JobsFeature {
    private JobsFeature() {}

    public static void install(NodeContext context, JobPlatform platform) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        Clock clock = context.clock();
        JobOperations operations = platform.operations(jdbi);
        ExecutionsQuery executions = new ExecutionsQuery(jdbi);
        JobViews board = new JobViews(new JobStatusQuery(jdbi), new EffectiveSchedules(jdbi), operations.pauses());
        Upcoming upcoming = new Upcoming(jdbi, platform.catalogue());
        jersey.register(new JobsResource(platform.catalogue(), board));
        jersey.register(new JobResource(
                platform.catalogue(), board, upcoming, new Explainer(jdbi, platform.catalogue()), clock));
        jersey.register(new JobCommandsResource(operations, executions, upcoming, clock));
        jersey.register(new ExecutionsResource(executions, platform.catalogue(), operations, clock));
    }
}
