package touchline.api.stream.socket;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.caller.Caller;
import touchline.api.contract.OptionalPrincipal;
import touchline.api.contract.ResponseBodyType;
import touchline.api.origin.AllowedOrigins;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.sse.SendBuffer;
import touchline.api.stream.Listener;
import touchline.api.stream.StreamAccess;
import touchline.api.stream.StreamFilter;

/** The market's events over a WebSocket. A request is checked here, and upgraded if it may be. */
@Path("/v1/ws")
@Produces(MediaType.APPLICATION_JSON)
final class SocketResource {
    private static final String VERSION = "13";

    private final SocketServer server;
    private final AllowedOrigins origins;

    /**
     * A resource.
     *
     * @param origins of other pages that may connect
     */
    SocketResource(SocketServer server, AllowedOrigins origins) {
        this.server = server;
        this.origins = origins;
    }

    @GET
    @OptionalPrincipal(Trader.class)
    @ResponseBodyType(value = Void.class, status = 101)
    public void open(@Context HttpServletRequest request, @Suspended AsyncResponse answer) throws IOException {
        requireWebSocket(request);
        requireOrigin(request.getHeader("Origin"), request.getHeader("Host"));
        String token = StreamAccess.token(request.getHeader("Authorization"));
        StreamSocket.Credential credential = token == null
                ? null
                : new StreamSocket.Credential(server.access().trader(token), token);
        String network = Caller.of(request).network();
        Listener listener = server.fanOut().listener(StreamFilter.NOTHING).orElseThrow(StreamAccess::unavailable);
        // The injected request is a proxy of the container's.
        AsyncContext exchange = request.getAsyncContext();
        SendBuffer.bound(exchange.getRequest());
        JettyWebSocketServerContainer container =
                JettyWebSocketServerContainer.getContainer(exchange.getRequest().getServletContext());
        boolean isUpgraded = container.upgrade(
                (asked, upgrade) -> {
                    upgrade.setExtensions(List.of()); // compression costs memory for each connection
                    return new StreamSocket(server, listener, network, credential);
                },
                (HttpServletRequest) exchange.getRequest(),
                (HttpServletResponse) exchange.getResponse());
        if (!isUpgraded) {
            throw malformed();
        }
        exchange.complete();
    }

    private static void requireWebSocket(HttpServletRequest request) {
        String connection = request.getHeader("Connection");
        if (!request.getMethod().equals("GET")
                || !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                || connection == null
                || !connection.toLowerCase(Locale.ROOT).contains("upgrade")
                || !VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw new ProblemException(Problem.of(
                            "upgrade-required",
                            "WebSocket required",
                            426,
                            "Open this address as a WebSocket of version 13, or read GET /v1/stream."))
                    .with("Upgrade", "websocket");
        }
        if (!isKey(request.getHeader("Sec-WebSocket-Key"))) {
            throw malformed();
        }
    }

    /** Sixteen bytes in Base64. */
    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Browsers open WebSockets to any host and leave the decision to it. Programs send no origin. */
    private void requireOrigin(@Nullable String origin, @Nullable String host) {
        if (origin != null && !origins.contain(origin) && !isOwn(origin, host)) {
            throw new ProblemException(
                    Problems.forbidden("Pages of this origin may not connect. CORS_ORIGINS names those that may."));
        }
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ProblemException malformed() {
        return new ProblemException(
                Problems.malformedRequest("The headers of the WebSocket handshake are invalid (RFC 6455)."));
    }
}
