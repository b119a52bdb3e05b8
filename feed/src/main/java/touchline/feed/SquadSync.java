package touchline.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.SquadEntry;
import touchline.feed.sportmonks.FeedException;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.fixture.MatchDay;
import touchline.market.squad.SquadPlayer;
import touchline.market.squad.Squads;

/** Who plays next, and with whom: the calendar of the configured leagues, and the squads of the teams in it. */
public final class SquadSync {
    private static final Logger LOG = LoggerFactory.getLogger(SquadSync.class);
    private static final int DAYS_AHEAD = 7;
    private static final Duration FRESH = Duration.ofDays(2);
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
    private static final Duration REFUSED_AGAIN = Duration.ofHours(1);
    private static final Duration LINE_UP_AGAIN = Duration.ofMinutes(15);
    /** Field of what is remembered of line-ups as such: a plan without them refuses those of every match. */
    private static final String LINE_UPS = "line-ups";

    /** A poll that waits for squads keeps live matches waiting; the next one goes on. */
    private static final int CALLS_IN_A_POLL = 4;

    private static final int FAILURES_IN_A_POLL = 2;

    private final SportmonksClient feed;
    private final Set<Long> leagues;
    private final MatchDay matchDay;
    private final Squads squads;
    private final Clock clock;
    private final FeedFaults faults;
    private final AskAgain askAgain;
    private final AtomicInteger callsLeft = new AtomicInteger(CALLS_IN_A_POLL);
    private final AtomicInteger failuresLeft = new AtomicInteger(FAILURES_IN_A_POLL);
    private final TeamSheets sheets;

    public SquadSync(
            SportmonksClient feed,
            Set<Long> leagues,
            MatchDay matchDay,
            Squads squads,
            Clock clock,
            FeedFaults faults) {
        this.feed = feed;
        this.leagues = Set.copyOf(leagues);
        this.matchDay = matchDay;
        this.squads = squads;
        this.clock = clock;
        this.faults = faults;
        this.askAgain = faults.askAgain(clock);
        this.sheets = new TeamSheets(squads);
    }

    /**
     * What a sync saw and changed.
     *
     * @param unreadable rows that could not be read, and are left out
     * @param missing squads that are not available, in words
     */
    public record Synced(int fixtures, int teams, int changedInstruments, int unreadable, List<String> missing) {}

    /**
     * Takes over the calendar from yesterday to a week ahead, and the squads of its teams. A squad that is not available does not hold up the others.
     *
     * @throws FeedException if the calendar is not available, or no squad is
     */
    public Synced everything() throws FeedException, InterruptedException {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        Calendar calendar = new Calendar(leagues, matchDay);
        feed.calendar(today.minusDays(1), today.plusDays(DAYS_AHEAD), leagues, calendar);
        Map<Long, String> teams = calendar.teams();
        int unreadable = calendar.unreadable();
        int changed = 0;
        List<String> missing = new ArrayList<>();
        FeedException last = null;
        for (Map.Entry<Long, String> team : teams.entrySet()) {
            try {
                Taken taken = take(team.getKey(), team.getValue(), feed.squad(team.getKey()));
                changed += taken.changed();
                unreadable += taken.unreadable();
            } catch (FeedException e) {
                missing.add(missing(team.getKey(), team.getValue(), e));
                last = e;
            }
        }
        if (last != null && missing.size() == teams.size()) {
            throw last;
        }
        // Of the others nothing new is known; but what a crash left half done is done now.
        for (long team : squads.teams()) {
            changed += teams.containsKey(team) ? 0 : squads.hydrate(team);
        }
        return new Synced(calendar.fixtures(), teams.size(), changed, unreadable, missing);
    }

    /** To be called before the first fixture of a poll. */
    void beginPoll() {
        callsLeft.set(CALLS_IN_A_POLL);
        failuresLeft.set(FAILURES_IN_A_POLL);
    }

    /**
     * Makes sure that a fixture's players are instruments before its events are applied. Where the squad of a team is not available, its players are those of the last sync, of the
     * match's line-up, and of its events.
     */
    void ensure(FeedFixture fixture) throws InterruptedException {
        for (FeedTeam team : fixture.participants()) {
            if (squads.isFresh(team.id(), FRESH)) {
                continue;
            }
            askForSquad(team);
            if (!squads.isFresh(team.id(), FRESH)) {
                if (!sheets.list(fixture, team)) {
                    addLineUp(fixture.id(), team);
                }
                squads.addUnknown(team.id(), team.name(), FeedTranslation.named(fixture, team));
            }
        }
        // Last, as a squad that arrives takes those off the list whom it does not name.
        fixture.participants().forEach(team -> sheets.list(fixture, team));
    }

    private void askForSquad(FeedTeam team) throws InterruptedException {
        String subject = "squad:" + team.id();
        if (!mayAsk(subject)) {
            return;
        }
        try {
            boolean whole =
                    take(team.id(), team.name(), feed.squadOfMatch(team.id())).unreadable() == 0;
            askAgain.in(whole ? ASK_AGAIN : REFUSED_AGAIN, subject); // it may be empty
        } catch (FeedException e) {
            Instant again = askAgain.in(waitAfter(e), subject);
            LOG.warn(
                    "event=squad-unavailable team={} again={} reason=\"{}\"",
                    team.id(),
                    again,
                    missing(team.id(), team.name(), e));
        }
    }

    private boolean mayAsk(String subject) {
        return askAgain.isTime(subject) && failuresLeft.get() > 0 && callsLeft.getAndDecrement() > 0;
    }

    private Duration waitAfter(FeedException failure) {
        failuresLeft.addAndGet(failure.reason() == FeedException.Reason.UNAVAILABLE ? -1 : 0);
        return longer(isRefused(failure) ? REFUSED_AGAIN : ASK_AGAIN, failure.retryAfter());
    }

    /** Line-ups appear about an hour before kick-off and name the bench, so one that names players is not asked for often. */
    private void addLineUp(long fixtureId, FeedTeam team) throws InterruptedException {
        String subject = "line-up:" + team.id();
        if (!askAgain.isTime(LINE_UPS) || !mayAsk(subject)) {
            return;
        }
        try {
            FeedAnswer<SquadEntry> lineUp = feed.lineUp(fixtureId, team.id());
            List<SquadPlayer> players =
                    lineUp.items().stream().map(FeedTranslation::player).toList();
            squads.addUnknown(team.id(), team.name(), players);
            askAgain.in(players.isEmpty() ? ASK_AGAIN : LINE_UP_AGAIN, subject);
            if (!lineUp.unreadable().isEmpty()) {
                LOG.warn(
                        "event=line-up-incomplete fixture={} team={} unreadable={} first=\"{}\"",
                        fixtureId,
                        team.id(),
                        lineUp.unreadable().size(),
                        lineUp.unreadable().get(0).what());
            }
        } catch (FeedException e) {
            boolean byPlan = e.reason() == FeedException.Reason.UNAUTHORIZED;
            Instant again = askAgain.in(waitAfter(e), byPlan ? LINE_UPS : subject);
            LOG.warn(
                    "event=line-up-unavailable fixture={} team={} again={} reason=\"{}\"",
                    fixtureId,
                    team.id(),
                    again,
                    e.getMessage());
        }
    }

    /** What came of taking over a squad. */
    private record Taken(int changed, int unreadable) {}

    private Taken take(long teamId, String name, FeedAnswer<SquadEntry> squad) {
        sheets.forget(teamId);
        List<SquadPlayer> players =
                squad.items().stream().map(FeedTranslation::player).toList();
        // Whose row can't be read has not left the team.
        boolean whole = squad.unreadable().isEmpty();
        int changed =
                whole || players.isEmpty() ? squads.take(teamId, name, players) : squads.add(teamId, name, players);
        if (players.isEmpty()) {
            faults.squadMissing(teamId, named(teamId, name) + ": the feed names no player");
        } else if (!whole) {
            faults.squadMissing(
                    teamId,
                    named(teamId, name) + ": " + squad.unreadable().size()
                            + " rows can't be read, the others are taken over: "
                            + squad.unreadable().get(0).what());
        } else {
            faults.squadThere(teamId);
        }
        return new Taken(changed, squad.unreadable().size());
    }

    private String missing(long teamId, String name, FeedException why) {
        String words = named(teamId, name) + ": " + why.getMessage();
        faults.squadMissing(teamId, words);
        return words;
    }

    private static String named(long teamId, String name) {
        return "the squad of " + (name.isEmpty() ? "team " + teamId : name + " (team " + teamId + ")");
    }

    /** Somebody has to do something about it first. */
    private static boolean isRefused(FeedException why) {
        return switch (why.reason()) {
            case UNAUTHORIZED, NOT_FOUND, REJECTED -> true;
            default -> false;
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
