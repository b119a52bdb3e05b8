package touchline.api.ops.calendar;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import touchline.api.wiring.NodeContext;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.misfire.MisfireQuery;
import touchline.scheduler.operation.JobOperations;

/** Installs the routes for calendars and for missed times. */
public final class CalendarsFeature {
    private CalendarsFeature() {}

    public static void install(NodeContext context, JobPlatform platform) {
        JerseyEnvironment jersey = context.environment().jersey();
        JobOperations operations = platform.operations(context.jdbi());
        jersey.register(new CalendarsResource(operations.calendars()));
        jersey.register(new CalendarOfJobResource(operations.calendars()));
        jersey.register(
                new MisfiresResource(new MisfireQuery(context.jdbi()), platform.catalogue(), operations.pauses()));
    }
}
