package touchline.api.stream.socket;

import java.util.function.Predicate;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import touchline.api.stream.StreamFeature;
import touchline.api.wiring.NodeContext;

/** Installs the market stream over a WebSocket. */
public final class SocketFeature {
    private SocketFeature() {}

    /**
     * Installs it.
     *
     * @param requestsOfAddress charges a network one more request, and says whether it is allowed
     */
    public static void install(NodeContext context, StreamFeature stream, Predicate<String> requestsOfAddress) {
        JettyWebSocketServletContainerInitializer.configure(
                context.environment().getApplicationContext(), null);
        context.environment()
                .jersey()
                .register(new SocketResource(
                        SocketServer.of(stream, context.environment().getObjectMapper(), requestsOfAddress),
                        context.configuration().access().allowedOrigins()));
    }
}
