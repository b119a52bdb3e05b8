package touchline.api.ops.event;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.StreamedEvents;
import touchline.api.operator.AccessCheck;
import touchline.api.operator.Operator;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;

/** Changes as Server-Sent Events. */
@Path("/v1/ops/events")
@RolesAllowed("viewer")
final class EventsResource {
    private static final byte[] HELLO = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private final OpsEventStream stream;

    EventsResource(OpsEventStream stream) {
        this.stream = stream;
    }

    /** Streams until the client leaves, is too slow, or loses its access. */
    @GET
    // Generated clients send the media types of problems only; the answer is a stream or a problem.
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    @StreamedEvents(Change.class)
    public void events(
            @Auth Operator operator,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context ContainerRequestContext asked,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse answer)
            throws IOException {
        if (!(asked.getProperty(AccessCheck.PROPERTY) instanceof AccessCheck access)) {
            throw new IllegalStateException("OperatorGate is not installed");
        }
        AsyncContext async = request.getAsyncContext();
        ServletSubscriber subscriber = new ServletSubscriber(async, access, stream::leave);
        subscriber.take(HELLO);
        if (!stream.join(subscriber, lastId)) {
            throw new ProblemException(Problems.unavailable(Unavailable.STREAMS));
        }
        subscriber.begin();
    }
}
