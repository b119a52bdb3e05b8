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

/** What changes, as Server-Sent Events. */
@Path("/v1/ops/events")
@RolesAllowed("viewer")
public final class EventsResource {
    private static final byte[] HELLO = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private final OpsEventStream feed;

    public EventsResource(OpsEventStream feed) {
        this.feed = feed;
    }

    /** Goes on until the reader leaves, is too slow, or would no longer be let in. */
    @GET
    // Whatever a client of the document asks for, the answer is a stream or a problem.
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    @StreamedEvents(Change.class)
    public void events(
            @Auth Operator operator,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context ContainerRequestContext asked,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse answer)
            throws IOException {
        if (!(asked.getProperty(AccessCheck.AT_THE_REQUEST) instanceof AccessCheck standing)) {
            throw new IllegalStateException("the gate stands before this");
        }
        AsyncContext async = request.getAsyncContext();
        ServletSubscriber reader = new ServletSubscriber(async, standing, feed::leave);
        reader.take(HELLO);
        if (!feed.join(reader, lastId)) {
            throw new ProblemException(Problems.unavailable(Unavailable.STREAMS));
        }
        reader.begin();
    }
}
