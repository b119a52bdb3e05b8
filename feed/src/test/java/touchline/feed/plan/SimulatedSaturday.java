package touchline.feed.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedLineUp;
import touchline.feed.model.FixtureState;
import touchline.feed.sportmonks.CallsLeft;

/** A day of matches as the feed shows it, on a clock that moves by the calls. The list has a match only while it is played. */
final class SimulatedSaturday implements LiveFeed {
    static final Instant MIDNIGHT = Instant.parse("2026-11-28T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<FixtureState> LISTED =
            Set.of(FixtureState.INPLAY_1ST_HALF, FixtureState.HT, FixtureState.INPLAY_2ND_HALF);

    private final int plan;
    private final int perPage;
    private final List<Match> matches;
    private final Random latency = new Random(7);
    private Instant now = MIDNIGHT;
    private @Nullable Instant hourEnds;
    private int used;
    private int mostUsed;

    SimulatedSaturday(int plan, int perPage, List<Match> matches) {
        this.plan = plan;
        this.perPage = perPage;
        this.matches = matches;
    }

    /** A change of a match's state, in minutes from its kick-off. */
    record Step(int minute, FixtureState state) {}

    record Match(long id, Instant kickOff, List<Step> steps) {
        static Match played(long id, Instant kickOff, int late) {
            return new Match(
                    id,
                    kickOff,
                    List.of(
                            new Step(late, FixtureState.INPLAY_1ST_HALF),
                            new Step(late + 47, FixtureState.HT),
                            new Step(late + 63, FixtureState.INPLAY_2ND_HALF),
                            new Step(late + 112, FixtureState.FT)));
        }

        FixtureState at(Instant time) {
            FixtureState state = FixtureState.NS;
            for (Step step : steps) {
                if (!kickOff.plus(Duration.ofMinutes(step.minute())).isAfter(time)) {
                    state = step.state();
                }
            }
            return state;
        }

        boolean isListed(Instant time) {
            return LISTED.contains(at(time));
        }
    }

    /** 36 matches in five slots, three of which begin an hour late or more, two postponed ones, one suspended for good, and one that is resumed. */
    static List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        int[] slots = {12 * 60 + 30, 15 * 60, 15 * 60, 15 * 60, 17 * 60 + 30, 20 * 60};
        for (int n = 0; n < 36; n++) {
            Instant kickOff = MIDNIGHT.plus(Duration.ofMinutes(slots[n % slots.length]));
            int late = n < 3 ? 60 + 20 * n : n % 4;
            List<Step> steps =
                    new ArrayList<>(Match.played(n + 1, kickOff, late).steps());
            if (n < 3) {
                steps.add(0, new Step(0, FixtureState.DELAYED));
            }
            matches.add(new Match(n + 1, kickOff, steps));
        }
        Instant three = MIDNIGHT.plus(Duration.ofHours(15));
        for (long id = 37; id <= 38; id++) {
            matches.add(new Match(id, three, List.of(new Step(-120, FixtureState.POSTPONED))));
        }
        matches.add(stopped(39, List.of()));
        matches.add(stopped(
                40, List.of(new Step(30 + 150, FixtureState.INPLAY_1ST_HALF), new Step(30 + 250, FixtureState.FT))));
        return matches;
    }

    private static Match stopped(long id, List<Step> then) {
        List<Step> steps = new ArrayList<>(
                List.of(new Step(0, FixtureState.INPLAY_1ST_HALF), new Step(30, FixtureState.SUSPENDED)));
        steps.addAll(then);
        return new Match(id, MIDNIGHT.plus(Duration.ofHours(13)), steps);
    }

    Instant now() {
        return now;
    }

    void sleepUntil(Instant time) {
        now = time.isAfter(now) ? time : now;
    }

    int mostUsed() {
        return mostUsed;
    }

    List<Match> all() {
        return matches;
    }

    @Override
    public LiveList list() {
        FeedAnswer<FeedFixture> answer = those(match -> match.isListed(now));
        int pages = Math.max(1, (answer.items().size() + perPage - 1) / perPage);
        for (int page = 0; page < pages; page++) {
            call();
        }
        return new LiveList(answer, pages);
    }

    @Override
    public LiveList latest() {
        call();
        return new LiveList(those(match -> match.isListed(now)), 1);
    }

    @Override
    public FeedAnswer<FeedFixture> fixtures(Collection<Long> ids) {
        call();
        return those(match -> ids.contains(match.id()));
    }

    /** As the budget in Redis counts: a tenth of the plan is kept. */
    @Override
    public CallsLeft callsLeft() {
        boolean begun = hourEnds != null && now.isBefore(hourEnds);
        return new CallsLeft(
                plan * 9 / 10 - (begun ? used : 0), begun ? Duration.between(now, hourEnds) : Duration.ZERO);
    }

    private void call() {
        take();
        now = now.plusMillis(80 + latency.nextInt(400));
    }

    /** A call of another job, which leaves two thirds of the hour to live matches. */
    void takeSpare() {
        CallsLeft left = callsLeft();
        double needed = plan * 0.9 * 2 / 3 * left.resetsIn().toMillis() / HOUR.toMillis();
        if (left.calls() > needed) {
            take();
        }
    }

    private void take() {
        if (hourEnds == null || !now.isBefore(hourEnds)) {
            hourEnds = now.plus(HOUR);
            used = 0;
        }
        used++;
        mostUsed = Math.max(mostUsed, used);
    }

    private FeedAnswer<FeedFixture> those(Predicate<Match> wanted) {
        return new FeedAnswer<>(
                matches.stream()
                        .filter(wanted)
                        .map(match -> new FeedFixture(
                                match.id(),
                                1,
                                "Match " + match.id(),
                                match.kickOff(),
                                match.at(now).id(),
                                List.of(),
                                new FeedFixture.Play(List.of(), List.of(), List.of(), FeedLineUp.MISSING),
                                new FeedFixture.Gaps(List.of(), false, Set.of())))
                        .toList(),
                List.of());
    }
}
