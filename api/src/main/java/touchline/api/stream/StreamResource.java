package touchline.api.stream;

import io.dropwizard.auth.AuthenticationException;
import io.dropwizard.auth.Authenticator;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.OptionalPrincipal;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.StreamedEvents;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.api.sse.EventWriter;
import touchline.api.stream.event.StreamEvent;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;

/** The market's events as Server-Sent Events. An authenticated client receives its own positions and wallet too. */
@Path("/v1/stream")
final class StreamResource {
    private static final String BEARER = "bearer ";

    private final FanOut fanOut;
    private final ConnectionRegistry attendance;
    private final Instruments instruments;
    private final Authenticator<String, Trader> authenticator;
    private final AtomicLong connections = new AtomicLong();

    /**
     * A resource.
     *
     * @param authenticator is asked at the start, and repeatedly while the client is connected
     */
    StreamResource(
            FanOut fanOut,
            ConnectionRegistry attendance,
            Instruments instruments,
            Authenticator<String, Trader> authenticator) {
        this.fanOut = fanOut;
        this.attendance = attendance;
        this.instruments = instruments;
        this.authenticator = authenticator;
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
        String token = token(request.getHeader("Authorization"));
        Trader trader = token == null ? null : trader(token);
        if (request.getMethod().equals("HEAD")) {
            answer.resume(Response.ok().type(MediaType.SERVER_SENT_EVENTS).build());
            return;
        }
        Listener listener = fanOut.listener(new StreamFilter(wanted, trader == null ? null : trader.id()))
                .orElseThrow(StreamResource::unavailable);
        String connection = Long.toString(connections.incrementAndGet(), 36);
        EventWriter writer = new EventWriter(request.getAsyncContext(), listener::next, () -> leave(listener));
        EventSink outlet = new EventSink() {
            @Override
            public boolean write() {
                return writer.write();
            }

            @Override
            public void end() {
                attendance.leave(connection);
                writer.end();
            }
        };
        if (trader != null
                && token != null
                && !attendance.enter(connection, trader.id(), () -> isStill(trader, token), () -> leave(listener))) {
            throw tooMany();
        }
        boolean joined = false;
        try {
            joined = fanOut.join(listener, outlet, lastId);
        } finally {
            if (!joined) {
                attendance.leave(connection);
            }
        }
        if (!joined) {
            throw unavailable();
        }
        boolean begun = false;
        try {
            writer.begin();
            begun = true;
        } finally {
            if (!begun) {
                leave(listener); // or the listener would never be removed
            }
        }
    }

    private void leave(Listener listener) {
        fanOut.leave(listener);
    }

    private @Nullable Set<InstrumentId> instruments(RequestQuery query) {
        Set<InstrumentId> ids = query.optional(
                "instruments",
                QueryBounds.STREAMED * 20,
                list -> Arrays.stream(list.split(",", -1))
                        .map(InstrumentId::parse)
                        .collect(Collectors.toUnmodifiableSet()),
                "must be ids of instruments, comma separated");
        if (ids != null && ids.size() > QueryBounds.STREAMED) {
            query.refuse("instruments", "must be " + QueryBounds.STREAMED + " at most; leave it out for all");
        } else if (ids != null) {
            Set<InstrumentId> known =
                    instruments.find(ids).stream().map(Instrument::id).collect(Collectors.toSet());
            List<InstrumentId> unknown =
                    ids.stream().filter(id -> !known.contains(id)).sorted().toList();
            if (!unknown.isEmpty()) {
                query.refuse("instruments", "there is no instrument " + unknown.get(0));
            }
        }
        query.check();
        return ids;
    }

    /** Null if the request is anonymous. Not from the query: proxies log addresses. */
    private static @Nullable String token(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthorized();
        }
        return authorization.substring(BEARER.length()).trim();
    }

    private Trader trader(String token) {
        try {
            return authenticator.authenticate(token).orElseThrow(StreamResource::unauthorized);
        } catch (AuthenticationException away) {
            throw new ProblemException(Problems.unavailable(Unavailable.STORE));
        }
    }

    private boolean isStill(Trader trader, String token) {
        try {
            return authenticator
                    .authenticate(token)
                    .filter(now -> now.id().equals(trader.id()))
                    .isPresent();
        } catch (AuthenticationException away) {
            return true;
        }
    }

    private ProblemException tooMany() {
        int most = attendance.mostPerUser();
        return new ProblemException(Problem.of(
                                "too-many-requests",
                                "Too many streams",
                                429,
                                "You have " + most + " streams of this node already. Close one.")
                        .withLimit("streams-per-user", most, most))
                .with("Retry-After", "5");
    }

    private static ProblemException unauthorized() {
        return new ProblemException(Problems.unauthorized()).with("WWW-Authenticate", "Bearer");
    }

    private static ProblemException unavailable() {
        return new ProblemException(Problems.unavailable(Unavailable.STREAMS));
    }
}
