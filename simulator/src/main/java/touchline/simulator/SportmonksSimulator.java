package touchline.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import touchline.simulator.match.KickOffs;
import touchline.simulator.match.MatchClock;
import touchline.simulator.match.SimulatedMatch;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording;

/** A server on a free port of this machine that answers as Sportmonks does, playing recordings. Thread-safe. */
public final class SportmonksSimulator implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;
    private final FeedHandler handler;
    private final FeedRoutes routes;
    private final FaultSwitch faults;
    private final List<SimulatedMatch> matches;
    private final SimulatorOptions options;

    private SportmonksSimulator(
            HttpServer server,
            ExecutorService threads,
            FeedHandler handler,
            FeedRoutes routes,
            FaultSwitch faults,
            List<SimulatedMatch> matches,
            SimulatorOptions options) {
        this.server = server;
        this.threads = threads;
        this.handler = handler;
        this.routes = routes;
        this.faults = faults;
        this.matches = matches;
        this.options = options;
    }

    /**
     * Starts serving. Recordings that haven't kicked off in an earlier run kick off together, unless the options keep the calendar.
     *
     * @throws IllegalArgumentException when two recordings are of the same fixture
     */
    public static SportmonksSimulator start(List<Recording> recordings, SimulatorOptions options) {
        Instant now = options.clock().instant();
        List<Long> ids =
                recordings.stream().map(recording -> recording.fixture().id()).toList();
        if (ids.stream().distinct().count() < ids.size()) {
            throw new IllegalArgumentException("Two recordings are of the same fixture: " + ids);
        }
        Map<Long, MatchClock> clocks =
                new KickOffs(options.dataDirectory()).clocks(kickOffs(recordings, options), now, options.speed());
        List<SimulatedMatch> matches = recordings.stream()
                .map(recording -> new SimulatedMatch(
                        recording, clocks.getOrDefault(recording.fixture().id(), new MatchClock(now, options.speed()))))
                .toList();
        FaultSwitch faults = new FaultSwitch(matches, options.clock());
        FeedRoutes routes = new FeedRoutes(matches, options.clock(), options.plan());
        FeedHandler handler = new FeedHandler(routes, faults, options.token());
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sportmonks-simulator");
            thread.setDaemon(true);
            return thread;
        });
        HttpServer server = listen();
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return new SportmonksSimulator(server, threads, handler, routes, faults, matches, options);
    }

    private static Map<Long, Instant> kickOffs(List<Recording> recordings, SimulatorOptions options) {
        Instant first = options.clock().instant().plus(options.kickOffDelay());
        long earliest = recordings.stream()
                .mapToLong(recording -> recording.fixture().startsAt())
                .min()
                .orElse(0);
        Map<Long, Instant> kickOffs = new LinkedHashMap<>();
        for (Recording recording : recordings) {
            double later = options.keepsCalendar() ? recording.fixture().startsAt() - earliest : 0;
            kickOffs.put(recording.fixture().id(), new MatchClock(first, options.speed()).instantOf(later));
        }
        return kickOffs;
    }

    private static HttpServer listen() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** For {@code SPORTMONKS_BASE_URL}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v3/football");
    }

    /** For {@code SPORTMONKS_API_KEY}. */
    public String token() {
        return options.token();
    }

    public List<Recording> recordings() {
        return matches.stream().map(SimulatedMatch::recording).toList();
    }

    /** Seconds since kick-off by the match's clock on the wall, negative before; empty for a fixture that isn't played here. */
    public OptionalDouble matchSeconds(long fixtureId) {
        Instant now = options.clock().instant();
        return matches.stream()
                .filter(match -> match.recording().fixture().id() == fixtureId)
                .mapToDouble(match -> match.clock().secondsAt(now))
                .findFirst();
    }

    /** Whether every recording has been played to its end, after which nothing changes any more. */
    public boolean finished() {
        Instant now = options.clock().instant();
        return matches.stream().allMatch(match -> match.isOver(now));
    }

    /** From now on and for so long, every call fails in this way. A later fault replaces an earlier one. */
    public void fault(Fault fault, Duration howLong) {
        faults.set(fault, howLong);
    }

    /** From now on a team's squad is this one. */
    public void squad(Recording.RecordedSquad squad) {
        routes.squad(squad);
    }

    /** Ends what {@link #fault} began. */
    public void heal() {
        faults.clear();
    }

    @Override
    public void close() {
        handler.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
