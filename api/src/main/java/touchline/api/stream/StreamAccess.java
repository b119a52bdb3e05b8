package touchline.api.stream;

import io.dropwizard.auth.AuthenticationException;
import io.dropwizard.auth.Authenticator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;
import touchline.api.request.QueryBounds;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;

/**
 * Who may listen, to which instruments, and how many connections a user may have, or an address without a token: the same for each kind of connection.
 * Thread-safe.
 */
public final class StreamAccess {
    private static final String BEARER = "bearer ";

    private final ConnectionRegistry attendance;
    private final Instruments instruments;
    private final Authenticator<String, Trader> authenticator;
    private final ConnectionPlaces<String> addresses;
    private final Map<String, String> anonymous = new ConcurrentHashMap<>();
    private final AtomicLong connections = new AtomicLong();

    /**
     * The access to the streams of a node.
     *
     * @param authenticator is asked at the start, and repeatedly while a client is connected
     * @param mostPerAddress limit of connections without a token from one address
     */
    public StreamAccess(
            ConnectionRegistry attendance,
            Instruments instruments,
            Authenticator<String, Trader> authenticator,
            int mostPerAddress) {
        this.attendance = attendance;
        this.instruments = instruments;
        this.authenticator = authenticator;
        this.addresses = new ConnectionPlaces<>(mostPerAddress);
    }

    /** A name of a connection that no other one of this node has. */
    public String newConnection() {
        return Long.toString(connections.incrementAndGet(), 36);
    }

    /**
     * Reads the token of an {@code Authorization} header. There is none in a query: proxies log addresses.
     *
     * @return null if the request is anonymous
     * @throws ProblemException unauthorized, if the header has no bearer token
     */
    public static @Nullable String token(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthorized();
        }
        return authorization.substring(BEARER.length()).trim();
    }

    /**
     * The owner of a token.
     *
     * @throws ProblemException unauthorized, or unavailable if it can't be checked
     */
    public Trader trader(String token) {
        try {
            return authenticator.authenticate(token).orElseThrow(StreamAccess::unauthorized);
        } catch (AuthenticationException away) {
            throw new ProblemException(Problems.unavailable(Unavailable.STORE));
        }
    }

    /**
     * Why a connection can't listen to these instruments; null if it can.
     *
     * @param ids the instruments that it names
     */
    public @Nullable String fault(Set<InstrumentId> ids) {
        if (ids.size() > QueryBounds.STREAMED) {
            return "must be " + QueryBounds.STREAMED + " at most; leave it out for all";
        }
        Set<InstrumentId> known =
                instruments.find(ids).stream().map(Instrument::id).collect(Collectors.toSet());
        List<InstrumentId> unknown =
                ids.stream().filter(id -> !known.contains(id)).sorted().toList();
        return unknown.isEmpty() ? null : "there is no instrument " + unknown.get(0);
    }

    /**
     * Counts a connection without a token, until it leaves or is a user's.
     *
     * @param network the address, as limits count it
     * @throws ProblemException too-many-requests, if the address has as many as allowed
     */
    public void enter(String connection, String network) {
        if (!addresses.take(network)) {
            throw tooMany(
                    "streams-per-address",
                    addresses.most(),
                    "Your address has " + addresses.most()
                            + " streams without a token on this node already. Close one, or send a token.");
        }
        anonymous.put(connection, network);
    }

    /**
     * Counts a connection of a user, and no longer as one of its address.
     *
     * @param end runs when the token is no longer valid
     * @throws ProblemException too-many-requests, if the user has as many as allowed
     */
    public void enter(String connection, Trader trader, String token, Runnable end) {
        if (!attendance.enter(connection, trader.id(), () -> isStill(trader, token), end)) {
            throw tooMany(
                    "streams-per-user",
                    attendance.mostPerUser(),
                    "You have " + attendance.mostPerUser() + " streams of this node already. Close one.");
        }
        leaveAddress(connection);
    }

    /** Idempotent; also for connections that were not counted. */
    public void leave(String connection) {
        attendance.leave(connection);
        leaveAddress(connection);
    }

    private void leaveAddress(String connection) {
        String network = anonymous.remove(connection);
        if (network != null) {
            addresses.free(network);
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

    private static ProblemException tooMany(String limit, int most, String detail) {
        return new ProblemException(Problem.of("too-many-requests", "Too many streams", 429, detail)
                        .withLimit(limit, most, most))
                .with("Retry-After", "5");
    }

    private static ProblemException unauthorized() {
        return new ProblemException(Problems.unauthorized()).with("WWW-Authenticate", "Bearer");
    }

    /** The node has its maximum of streams, or is starting or stopping. */
    public static ProblemException unavailable() {
        return new ProblemException(Problems.unavailable(Unavailable.STREAMS));
    }
}
