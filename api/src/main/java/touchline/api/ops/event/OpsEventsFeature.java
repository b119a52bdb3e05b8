package touchline.api.ops.event;

import org.eclipse.jetty.util.component.LifeCycle;
import touchline.api.wiring.NodeContext;

/** Installs the event stream of the operators' API. */
public final class OpsEventsFeature {
    private OpsEventsFeature() {}

    public static void install(NodeContext context, String node) {
        OpsEventStream events = new OpsEventStream(
                context.jdbi(), context.environment().getObjectMapper(), node, OpsEventStream.Settings.USUAL);
        context.environment().lifecycle().manage(events);
        // Before the server waits for its requests to end, which these don't by themselves.
        context.environment().lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                events.endAll();
            }
        });
        context.environment().jersey().register(new EventsResource(events));
    }
}
