package touchline.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.simulator.json.FixtureJson;
import touchline.simulator.json.ReferenceJson;
import touchline.simulator.json.SquadJson;
import touchline.simulator.match.SimulatedMatch;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording.RecordedSquad;

/** Answers each call of the feed, within the limits of the plan. */
final class FeedRoutes {
    private static final Duration LATEST = Duration.ofSeconds(10);
    private static final String FIXTURE = "Fixture";

    private final List<SimulatedMatch> matches;
    private final Clock clock;
    private final FeedPlan plan;
    private final HourlyBudget budget;
    private final Map<Long, RecordedSquad> squads = new ConcurrentHashMap<>();

    FeedRoutes(List<SimulatedMatch> matches, Clock clock, FeedPlan plan) {
        this.matches = matches;
        this.clock = clock;
        this.plan = plan;
        this.budget = new HourlyBudget(clock, plan);
    }

    /** Replaces the squad of a team, also against the recordings. */
    void squad(RecordedSquad squad) {
        squads.put(squad.teamId(), squad);
    }

    /** @param fault what is odd about the fixtures; null if nothing is */
    Answer answer(FeedQuery query, @Nullable Fault fault) {
        if (plan.withholds(query)) {
            return Answer.forbidden();
        }
        List<String> path = query.path();
        String entity = entity(path);
        HourlyBudget.Left left = budget.take(entity);
        if (left.exceeded()) {
            return Answer.tooManyCalls(entity, left.resetsInSeconds());
        }
        Call call = new Call(query, fault, clock.instant(), left);
        String first = path.get(0);
        if (first.equals("livescores")) {
            return livescores(call, path);
        }
        if (first.equals("fixtures")) {
            return fixtures(call, path);
        }
        if (first.equals("squads") && path.size() == 3 && path.get(1).equals("teams")) {
            return Answer.list(squad(path.get(2), query), left);
        }
        if (path.equals(List.of("states"))) {
            return Answer.page(ReferenceJson.states(), query, left);
        }
        if (path.equals(List.of("types"))) {
            return Answer.page(ReferenceJson.types(), query, left);
        }
        return unknown();
    }

    private record Call(FeedQuery query, @Nullable Fault fault, Instant now, HourlyBudget.Left left) {}

    private Answer livescores(Call call, List<String> path) {
        String which = path.size() == 1 ? "" : path.size() == 2 ? path.get(1) : "?";
        Instant now = call.now();
        return switch (which) {
            case "" -> Answer.list(those(call, match -> match.isAround(now)), call.left());
            case "inplay" -> Answer.list(those(call, match -> match.isInPlay(now)), call.left());
            case "latest" ->
                Answer.list(
                        those(call, match -> match.isAround(now) && match.hasChangedWithin(LATEST, now)), call.left());
            default -> unknown();
        };
    }

    private Answer fixtures(Call call, List<String> path) {
        if (path.size() == 2 && path.get(1).matches("[0-9]+")) {
            List<ObjectNode> found = those(call, match -> idOf(match).equals(path.get(1)));
            return found.isEmpty() ? Answer.list(found, call.left()) : Answer.one(found.get(0), call.left());
        }
        if (path.size() == 3 && path.get(1).equals("multi")) {
            Set<String> ids = Set.copyOf(Arrays.asList(path.get(2).split(",", -1)));
            return Answer.list(those(call, match -> ids.contains(idOf(match))), call.left());
        }
        if (path.size() == 4 && path.get(1).equals("between")) {
            try {
                LocalDate from = LocalDate.parse(path.get(2));
                LocalDate to = LocalDate.parse(path.get(3));
                return Answer.page(
                        those(call, match -> isOn(match.kickOff(call.now()), from, to)), call.query(), call.left());
            } catch (DateTimeException notDates) {
                return Answer.message(400, "The dates are invalid.");
            }
        }
        return unknown();
    }

    private List<ObjectNode> those(Call call, Predicate<SimulatedMatch> wanted) {
        Fault fault = call.fault();
        if (fault == Fault.EMPTY) {
            return List.of();
        }
        Set<String> leagues = call.query().leagues();
        return matches.stream()
                .filter(wanted)
                .filter(match -> match.isListed(call.now()))
                .filter(match -> leagues.isEmpty()
                        || leagues.contains(
                                Long.toString(match.recording().fixture().leagueId())))
                .sorted(Comparator.comparing(
                        match -> match.recording().fixture().id()))
                .map(match -> selected(
                        new FixtureJson(match, call.now()).write(call.query().includes()), call.query()))
                .map(fixture -> fault == null ? fixture : OddShapes.apply(fault, fixture))
                .toList();
    }

    /** {@code select} narrows the fixture's own fields down, never its relations nor its id. */
    private static ObjectNode selected(ObjectNode fixture, FeedQuery query) {
        Set<String> select = query.select();
        if (!select.isEmpty()) {
            Set<String> includes = query.includes();
            fixture.properties()
                    .removeIf(field -> !field.getKey().equals("id")
                            && !select.contains(field.getKey())
                            && !includes.contains(field.getKey()));
        }
        return fixture;
    }

    private List<ObjectNode> squad(String teamId, FeedQuery query) {
        return Stream.concat(
                        squads.values().stream(),
                        matches.stream().flatMap(match -> match.recording().squads().stream()))
                .filter(squad -> Long.toString(squad.teamId()).equals(teamId))
                .findFirst()
                .map(squad -> SquadJson.write(squad, query.includes()))
                .orElse(List.of());
    }

    private static boolean isOn(Instant kickOff, LocalDate from, LocalDate to) {
        LocalDate day = LocalDate.ofInstant(kickOff, ZoneOffset.UTC);
        return !day.isBefore(from) && !day.isAfter(to);
    }

    private static String idOf(SimulatedMatch match) {
        return Long.toString(match.recording().fixture().id());
    }

    private static String entity(List<String> path) {
        return switch (path.get(0).toLowerCase(Locale.ROOT)) {
            case "livescores", "fixtures" -> FIXTURE;
            case "squads" -> "TeamSquad";
            case "states" -> "State";
            default -> "Type";
        };
    }

    private static Answer unknown() {
        return Answer.message(404, "The requested endpoint does not exist.");
    }
}
