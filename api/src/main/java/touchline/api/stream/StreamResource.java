package touchline.api.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.caller.Caller;
import touchline.api.contract.OptionalPrincipal;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.StreamedEvents;
import touchline.api.request.PathIds;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.api.sse.EventWriter;
import touchline.api.stream.event.StreamEvent;
import touchline.market.instrument.InstrumentId;

/** The market's events as Server-Sent Events. An authenticated client receives its own positions and wallet too. */
@Path("/v1/stream")
final class StreamResource {
    private final FanOut fanOut;
    private final StreamAccess access;

    StreamResource(FanOut fanOut, StreamAccess access) {
        this.fanOut = fanOut;
        this.access = access;
    }

    /** Ends when the client disconnects, its token expires or is revoked, or the node stops. */
    @GET
    // Generated clients accept other types; the answer is always a stream or a problem.
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    @StreamedEvents(StreamEvent.class)
    @OptionalPrincipal(Trader.class)
    @QueryParameter(value = "instruments", what = "ids, comma separated; all where it is left out")
    public void stream(
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context UriInfo uri,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse answer)
            throws IOException {
        Set<InstrumentId> wanted = instruments(RequestQuery.of(uri));
        String token = StreamAccess.token(request.getHeader("Authorization"));
        Trader trader = token == null ? null : access.trader(token);
        if (request.getMethod().equals("HEAD")) {
            answer.resume(Response.ok().type(MediaType.SERVER_SENT_EVENTS).build());
            return;
        }
        Listener listener = fanOut.listener(new StreamFilter(wanted, trader == null ? null : trader.id()))
                .orElseThrow(StreamAccess::unavailable);
        String connection = access.newConnection();
        EventWriter writer = new EventWriter(request.getAsyncContext(), listener::next, () -> fanOut.leave(listener));
        EventSink outlet = new EventSink() {
            @Override
            public boolean write() {
                return writer.write();
            }

            @Override
            public void end() {
                access.leave(connection);
                writer.end();
            }
        };
        if (trader != null && token != null) {
            access.enter(connection, trader, token, () -> fanOut.leave(listener));
        } else {
            access.enter(connection, Caller.of(request).network());
        }
        boolean joined = false;
        try {
            joined = fanOut.join(listener, outlet, lastId);
        } finally {
            if (!joined) {
                access.leave(connection);
            }
        }
        if (!joined) {
            throw StreamAccess.unavailable();
        }
        boolean begun = false;
        try {
            writer.begin();
            begun = true;
        } finally {
            if (!begun) {
                fanOut.leave(listener); // or the listener would never be removed
            }
        }
    }

    private @Nullable Set<InstrumentId> instruments(RequestQuery query) {
        Set<InstrumentId> ids = query.optional(
                "instruments",
                QueryBounds.STREAMED * 20,
                list -> PathIds.list(list, InstrumentId::parse),
                "must be ids of instruments, comma separated");
        String fault = ids == null ? null : access.fault(ids);
        if (fault != null) {
            query.refuse("instruments", fault);
        }
        query.check();
        return ids;
    }
}
