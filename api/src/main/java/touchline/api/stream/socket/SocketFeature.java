package touchline.api.stream.socket;

import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import touchline.api.stream.StreamFeature;
import touchline.api.wiring.NodeContext;

/** Installs the market stream over a WebSocket. */
public final class SocketFeature {
    private SocketFeature() {}

    public static void install(NodeContext context, StreamFeature stream) {
        JettyWebSocketServletContainerInitializer.configure(
                context.environment().getApplicationContext(), null);
        context.environment()
                .jersey()
                .register(new SocketResource(
                        stream.fanOut(),
                        stream.access(),
                        context.environment().getObjectMapper(),
                        context.configuration().access().allowedOrigins()));
    }
}
