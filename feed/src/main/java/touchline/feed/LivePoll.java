package touchline.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.feed.model.FeedFixture;
import touchline.feed.plan.FollowedMatch;
import touchline.feed.plan.LookCycle;
import touchline.feed.plan.LookMemory;
import touchline.feed.plan.LookPlanner;
import touchline.feed.plan.Pace;
import touchline.feed.sportmonks.FeedException;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.matchfeed.FixtureId;

/** Looks at the feed once: at the list of live matches or, when one that it lacks is due, at matches by their ids. */
public final class LivePoll {
    private static final Logger LOG = LoggerFactory.getLogger(LivePoll.class);

    private final PollTiming timing;
    private final LookPlanner planner;
    private final LookCycle cycle;
    private final ClusterLookMemory memory;
    private final SquadSync squads;
    private final MatchDay matchDay;
    private final FixtureRepository fixtures;
    private final FeedFaults faults;

    public LivePoll(
            SportmonksClient feed,
            PollTiming timing,
            SquadSync squads,
            MatchDay matchDay,
            FixtureRepository fixtures,
            FeedFaults faults) {
        this.timing = timing;
        this.planner = new LookPlanner(timing.live(), timing.idle());
        this.cycle = new LookCycle(planner, new SportmonksLooks(feed, timing.leagues()));
        this.memory = faults.lookMemory();
        this.squads = squads;
        this.matchDay = matchDay;
        this.fixtures = fixtures;
        this.faults = faults;
    }

    /**
     * The result of a poll.
     *
     * @param found what of the feed's data can't be read, by whose it is
     * @param due fixtures to be settled
     * @param next when to look again
     */
    public record Poll(Counts counts, Map<String, String> found, List<Fixture> due, Duration next) {}

    /**
     * How much a poll saw and changed.
     *
     * @param seen fixtures that the feed lists
     * @param live those of them in play
     * @param applied events that were new or changed
     * @param waiting events that wait for the next poll
     * @param late events that came after their fixture's settlement
     * @param unreadable rows and fields that could not be read, and are left out
     * @param broken fixtures that could not be taken in; the next poll tries again
     */
    public record Counts(int seen, int live, int applied, int waiting, int late, int unreadable, int broken) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    /** Looks once. If no call is left, nothing is asked for until there is one again, and the poll says so: a failed run every two seconds would hide other failures. */
    public Poll poll() throws FeedException, InterruptedException {
        try {
            return look();
        } catch (FeedException e) {
            if (e.reason() != FeedException.Reason.RATE_LIMITED) {
                throw e;
            }
            return outOfCalls(e);
        }
    }

    private Poll outOfCalls(FeedException why) {
        Map<String, String> found = Map.of("calls of the feed", String.valueOf(why.getMessage()));
        faults.polled(found, 0);
        Duration wait = why.retryAfter().compareTo(timing.live()) < 0 ? timing.live() : why.retryAfter();
        Duration next = wait.compareTo(timing.idle()) > 0 ? timing.idle() : wait;
        return new Poll(Counts.NONE, found, List.of(), next);
    }

    private Poll look() throws FeedException, InterruptedException {
        // Read before asking: the answer is no older, and of two pollers at once the one that asked later is right.
        Instant asked = matchDay.clock();
        LookMemory before = memory.load();
        Map<Long, FollowedMatch> followed = followed(before, asked);
        LookCycle.Looked looked = cycle.look(asked, followed.values(), before);
        memory.save(looked.memory());
        FeedException failure = looked.failure();
        if (failure != null && looked.fixtures().isEmpty()) {
            throw failure;
        }
        squads.beginPoll();
        FixtureIntake intake = new FixtureIntake(timing.leagues(), squads, matchDay, fixtures, asked);
        intake.skip(looked.unreadable());
        for (FeedFixture fixture : looked.fixtures().values()) {
            FollowedMatch known = followed.get(fixture.id());
            intake.take(fixture, validity(known == null ? Pace.PLAYED : known.pace()));
        }
        for (long id : looked.unlisted()) {
            FollowedMatch match = followed.get(id);
            if (match != null && planner.isVouchedFor(match, looked.memory(), asked)) {
                matchDay.stillOut(FixtureId.of(id), asked, validity(match.pace()));
            }
        }
        takeSettled(intake, asked);
        if (failure != null) {
            LOG.warn("event=unlisted-matches-not-read reason=\"{}\"", failure.getMessage());
        }
        faults.polled(intake.found(), intake.unreadable());
        return intake.result(next(looked.memory(), followed));
    }

    /** Matches that have left the list may still be awarded, or lose a goal. They come last, as nobody trades in them. */
    private void takeSettled(FixtureIntake intake, Instant asked) throws InterruptedException {
        List<Long> ids =
                fixtures.settled().claim(asked).stream().map(FixtureId::value).toList();
        if (ids.isEmpty()) {
            return;
        }
        try {
            for (FeedFixture fixture : cycle.feed().fixtures(ids).items()) {
                intake.take(fixture, matchDay.silentAfter());
            }
        } catch (FeedException e) {
            LOG.warn("event=settled-matches-not-read reason=\"{}\"", e.getMessage());
        }
    }

    private Duration next(LookMemory memory, Map<Long, FollowedMatch> before) {
        Instant now = fixtures.clock();
        List<FollowedMatch> after = followed(memory, now).values().stream()
                .map(match -> match.after(before.get(match.id())))
                .toList();
        return planner.next(now, after, memory, cycle.feed().callsLeft(), fixtures.untilNextKickOff());
    }

    private Map<Long, FollowedMatch> followed(LookMemory memory, Instant now) {
        List<Fixture> awaited = fixtures.awaited();
        return awaited.stream()
                .map(fixture -> new FollowedMatch(
                        fixture.id().value(),
                        Pace.of(fixture, memory.unseenFor(fixture.id().value(), now), now)))
                .collect(Collectors.toMap(FollowedMatch::id, match -> match, (one, other) -> one));
    }

    private Duration validity(Pace pace) {
        return planner.validity(pace, matchDay.silentAfter());
    }
}
