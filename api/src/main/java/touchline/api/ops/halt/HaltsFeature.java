package touchline.api.ops.halt;

import touchline.api.wiring.NodeContext;

/** Installs the routes for halts of trading. */
public final class HaltsFeature {
    private HaltsFeature() {}

    public static void install(NodeContext context) {
        HaltDesk desk = new HaltDesk(context.jdbi(), context.halts());
        context.environment().jersey().register(new HaltsResource(desk, context.clock()));
    }
}
