package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.SquadEntry;
import touchline.feed.model.UnreadableRow;
import touchline.feed.sportmonks.FeedException.Reason;
import touchline.feed.wire.Fields;
import touchline.feed.wire.FixtureReader;
import touchline.feed.wire.LineUpReader;

/**
 * Asks Sportmonks. Safe for use by several threads. Every call is bounded in time and size; it is repeated where that may help
 * (no connection, no answer in time, 5xx) and while there is time, and refused without asking once the cluster has used the hour's budget.
 */
public final class SportmonksClient {
    private static final String INCLUDES = "include=participants;scores;events;state;periods";
    private static final String LINE_UPS = "include=lineups";
    private static final String DETAILS = ";lineups.details";
    private static final String DETAIL_TYPES = "lineupDetailTypes:"
            + LineUpReader.detailTypes().stream().map(String::valueOf).collect(Collectors.joining(","));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String INPLAY = "livescores/inplay";
    private static final long BEAT_STEP_MILLIS = 500;
    private static final int PER_PAGE = 50;
    private static final int MAX_PAGES = 100;
    private static final int MAX_IDS = 50;
    private static final Duration TOO_LITTLE_TIME = Duration.ofMillis(200);
    private static final IntervalFunction BACKOFF =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.5);

    private final FeedSettings settings;
    private final Exchange exchange;
    private final RateBudget budget;
    private final Envelope envelope;
    /** By {@link System#nanoTime}. */
    private volatile long lineUpsFrom = System.nanoTime();

    public SportmonksClient(FeedSettings settings, UnifiedJedis redis) {
        this.settings = settings;
        this.exchange = new Exchange(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.exchangeDeadline())
                        // A redirect would carry the token to another host.
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                settings.token(),
                settings.maxBodyBytes());
        this.budget = new RateBudget(redis, settings.callsPerHour());
        this.envelope = new Envelope(budget);
    }

    /** The fixtures of these leagues that are in play, just about to be, or just over. No league at all means any. */
    public FeedAnswer<FeedFixture> inplay(Set<Long> leagues) throws FeedException, InterruptedException {
        return fixturesAt(INPLAY, leagues);
    }

    /** One fixture; empty where the feed has none of that id. */
    public Optional<FeedFixture> fixture(long id) throws FeedException, InterruptedException {
        return fixtures(List.of(id)).items().stream()
                .filter(fixture -> fixture.id() == id)
                .findFirst();
    }

    /** Those of the ids that the feed knows. */
    public FeedAnswer<FeedFixture> fixtures(Collection<Long> ids) throws FeedException, InterruptedException {
        List<Long> distinct = ids.stream().distinct().toList();
        List<FeedFixture> found = new ArrayList<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += MAX_IDS) {
            String some = distinct.subList(from, Math.min(from + MAX_IDS, distinct.size())).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
            FeedAnswer<FeedFixture> answer = fixturesAt("fixtures/multi/" + some, Set.of());
            found.addAll(answer.items());
            unreadable.addAll(answer.unreadable());
        }
        return new FeedAnswer<>(found, unreadable);
    }

    /** Everything scheduled from the first day to the last, both included, by UTC. */
    public FeedAnswer<FeedFixture> fixturesBetween(LocalDate from, LocalDate to, Set<Long> leagues)
            throws FeedException, InterruptedException {
        return fixturesAt("fixtures/between/" + from + "/" + to, leagues);
    }

    /** A team's players; empty where the feed doesn't know the team. */
    public FeedAnswer<SquadEntry> squad(long teamId) throws FeedException, InterruptedException {
        return players(allPages("squads/teams/" + teamId, "include=player"), teamId);
    }

    /**
     * A team's players in a fixture, starting and on the bench; empty until the line-up is known. Asked for by itself: a plan without line-ups refuses the whole call.
     */
    public FeedAnswer<SquadEntry> lineUp(long fixtureId, long teamId) throws FeedException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode fixture : allPages("fixtures/" + fixtureId, LINE_UPS)) {
            List<JsonNode> lineUps = Fields.rows(fixture.path("lineups"));
            rows.addAll(lineUps == null ? List.of() : lineUps);
        }
        rows.removeIf(row -> !Long.valueOf(teamId).equals(Fields.id(row.path("team_id"))));
        return players(rows, teamId);
    }

    private static FeedAnswer<SquadEntry> players(List<JsonNode> rows, long teamId) {
        List<SquadEntry> players = new ArrayList<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (JsonNode row : rows) {
            SquadEntry entry = LineUpReader.squadEntry(row, teamId);
            if (entry == null) {
                unreadable.add(new UnreadableRow(null, "player_id is " + Fields.shown(row.path("player_id"))));
            } else {
                players.add(entry);
            }
        }
        return new FeedAnswer<>(players, unreadable);
    }

    /** The shortest beat at which the calls left of this hour last to its end, where a beat takes one; in steps, so that it does not change with every call. */
    public Duration bearableBeat() {
        long millis = budget.share(callOf(INPLAY)).toMillis();
        return Duration.ofMillis((millis + BEAT_STEP_MILLIS - 1) / BEAT_STEP_MILLIS * BEAT_STEP_MILLIS);
    }

    private FeedAnswer<FeedFixture> fixturesAt(String path, Set<Long> leagues)
            throws FeedException, InterruptedException {
        Map<Long, FeedFixture> fixtures = new LinkedHashMap<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (JsonNode node : fixturePages(path, leagues)) {
            Long league = FixtureReader.league(node);
            // A feed that doesn't know the filter sends every league. First, as errors in a foreign
            // one do not matter here.
            if (!leagues.isEmpty() && league != null && !leagues.contains(league)) {
                continue;
            }
            FeedFixture fixture = FixtureReader.fixture(node);
            if (fixture == null) {
                unreadable.add(new UnreadableRow(
                        null,
                        node.isObject()
                                ? "a fixture's id is " + Fields.shown(node.path("id"))
                                : "a row is " + Fields.shown(node)));
            } else {
                // Pages may overlap. Of two rows of one fixture the one counts of which more can be read, or the later.
                fixtures.merge(
                        fixture.id(),
                        fixture,
                        (first, last) -> first.gaps().unreadable().size()
                                        < last.gaps().unreadable().size()
                                ? first
                                : last);
            }
        }
        return new FeedAnswer<>(List.copyOf(fixtures.values()), unreadable);
    }

    /** A plan without line-ups refuses the whole call. Then line-ups are not asked for, and tried again after an hour. */
    private List<JsonNode> fixturePages(String path, Set<Long> leagues) throws FeedException, InterruptedException {
        String filter = leagues.isEmpty()
                ? ""
                : "fixtureLeagues:"
                        + leagues.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
        String plain = INCLUDES + (filter.isEmpty() ? "" : "&filters=" + filter);
        if (System.nanoTime() - lineUpsFrom < 0) {
            return allPages(path, plain);
        }
        try {
            return allPages(
                    path, INCLUDES + DETAILS + "&filters=" + (filter.isEmpty() ? "" : filter + ";") + DETAIL_TYPES);
        } catch (FeedException e) {
            if (e.reason() != Reason.UNAUTHORIZED && e.reason() != Reason.REJECTED) {
                throw e;
            }
            List<JsonNode> withoutLineUps = allPages(path, plain);
            lineUpsFrom = System.nanoTime() + HOUR.toNanos();
            return withoutLineUps;
        }
    }

    private List<JsonNode> allPages(String path, String query) throws FeedException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        for (int page = 1; page <= MAX_PAGES; page++) {
            FeedPage answer = page(path, query + "&per_page=" + PER_PAGE + "&page=" + page);
            items.addAll(answer.items());
            if (!answer.hasMore()) {
                return items;
            }
        }
        throw new FeedException(Reason.MALFORMED, path + " has more than " + MAX_PAGES + " pages");
    }

    private FeedPage page(String path, String query) throws FeedException, InterruptedException {
        URI address = URI.create(settings.baseUrl() + "/" + path + "?" + query);
        Deadline deadline = new Deadline(settings.callDeadline());
        Retry retry = Retry.of(
                "feed",
                RetryConfig.custom()
                        .maxAttempts(settings.attempts())
                        .intervalFunction(BACKOFF)
                        .retryOnException(failure -> worthRepeating(failure, deadline))
                        .build());
        try {
            return retry.executeCheckedSupplier(() -> attempt(path, address, deadline));
        } catch (FeedException | InterruptedException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("An attempt throws nothing else", impossible);
        }
    }

    private static boolean worthRepeating(Throwable failure, Deadline deadline) {
        return failure instanceof FeedException feed
                && feed.reason() == Reason.UNAVAILABLE
                && !Thread.currentThread().isInterrupted()
                && deadline.left().compareTo(TOO_LITTLE_TIME.multipliedBy(2)) > 0;
    }

    private FeedPage attempt(String path, URI address, Deadline deadline) throws FeedException, InterruptedException {
        String call = callOf(path);
        Duration wait = budget.take(call);
        if (!wait.isZero()) {
            throw new FeedException(
                    Reason.RATE_LIMITED, call + ": nine tenths of this hour's calls are used", wait, null);
        }
        HttpResponse<byte[]> answer = exchange.get(address, deadline.atMost(settings.exchangeDeadline()));
        int status = answer.statusCode();
        if (status == 200) {
            return envelope.open(call, answer.body());
        }
        if (status == 429) {
            Duration resetsIn = retryAfter(answer).orElseGet(() -> envelope.resetsIn(answer.body()));
            budget.refused(call, resetsIn);
            throw new FeedException(Reason.RATE_LIMITED, call + ": the feed refuses further calls", resetsIn, null);
        }
        throw new FeedException(reasonOf(status), call + " answered with status " + status);
    }

    /** The header, as seconds or as a date; at most an hour. */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").flatMap(said -> {
            try {
                Duration wait = said.matches("[0-9]{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(said))
                        : Duration.between(
                                Instant.now(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(said)));
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(HOUR) > 0 ? HOUR : wait);
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }

    private static Reason reasonOf(int status) {
        return switch (status) {
            case 401, 403 -> Reason.UNAUTHORIZED;
            case 404 -> Reason.NOT_FOUND;
            case 408, 425 -> Reason.UNAVAILABLE;
            default -> status >= 500 ? Reason.UNAVAILABLE : Reason.REJECTED;
        };
    }

    /** The path without what varies from call to call. */
    private static String callOf(String path) {
        return path.replaceAll("/[0-9].*$", "");
    }

    /** What is left of the time that one page may take. */
    private static final class Deadline {
        private final long end;

        Deadline(Duration span) {
            this.end = System.nanoTime() + span.toNanos();
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        Duration atMost(Duration limit) {
            Duration left = left();
            return left.compareTo(limit) < 0 ? left : limit;
        }
    }
}
