package touchline.feed.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.feed.model.FeedFixture;
import touchline.market.fixture.Fixture;
import touchline.market.matchfeed.MatchPhase;

/** 24 hours of a Saturday on a simulated clock: live matches are seen in time and within the plan, and nothing is asked for in vain. */
class SaturdayTest {
    private static final Duration LIVE = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final LookPlanner planner = new LookPlanner(LIVE, IDLE);
    private final Map<Long, Instant> seenPlayed = new HashMap<>();
    private LookMemory memory = LookMemory.NONE;
    private Duration latest = Duration.ZERO;
    private int polls;
    private int pollsAtNight;

    @ParameterizedTest
    @CsvSource({"2000, 50, 4000", "3000, 50, 4000", "5000, 50, 4000", "2000, 20, 4000"})
    void noLiveMatchIsSeenLateOrFrozenAndTheBudgetLasts(int plan, int perPage, long most) throws Exception {
        SimulatedSaturday feed = new SimulatedSaturday(plan, perPage, SimulatedSaturday.matches());
        SimulatedBook book = new SimulatedBook(feed.all(), feed.now());

        play(feed, book);

        assertThat(latest).as("between two looks at a live match").isLessThanOrEqualTo(Duration.ofMillis(most));
        assertThat(book.freezes()).isZero();
        assertThat(feed.mostUsed()).as("calls in an hour").isLessThanOrEqualTo(plan * 19 / 20);
        assertThat(LongStream.rangeClosed(1, 36).mapToObj(book::fixture))
                .allMatch(fixture -> "DONE".equals(fixture.settlement()));
        assertThat(book.fixture(40).settlement()).as("resumed").isEqualTo("DONE");
        assertThat(book.fixture(39).phase()).as("suspended").isEqualTo(MatchPhase.LIVE);
        assertThat(pollsAtNight)
                .as("polls in the ten hours before the first match")
                .isLessThanOrEqualTo(10 * 60 + 10);
    }

    @Test
    void aSuspendedMatchAloneIsNotAskedForEveryTwoSeconds() throws Exception {
        List<SimulatedSaturday.Match> stopped = SimulatedSaturday.matches().subList(38, 39);
        SimulatedSaturday feed = new SimulatedSaturday(2_000, 50, stopped);
        SimulatedBook book = new SimulatedBook(stopped, feed.now());

        play(feed, book);

        // 30 minutes at 2 s, then 6 s until four hours after kick-off, then a minute.
        assertThat(polls).isBetween(900, 5_000);
        assertThat(book.freezes()).isZero();
    }

    private void play(SimulatedSaturday feed, SimulatedBook book) throws Exception {
        Duration interval = IDLE;
        Instant fire = feed.now();
        Instant end = feed.now().plus(Duration.ofHours(24));
        while (fire.isBefore(end)) {
            feed.sleepUntil(fire);
            boolean squads =
                    feed.now().isAfter(SimulatedSaturday.MIDNIGHT.plus(Duration.ofHours(10))) && polls % 1_000 == 0;
            for (int call = 0; squads && call < 40; call++) {
                feed.takeSpare(); // line-ups and the calendar, by another job
            }
            Duration wait = poll(feed, book);
            // As the scheduler does: a trigger repeats until its interval changes.
            fire = wait.equals(interval) ? fire.plus(wait) : feed.now().plus(wait);
            interval = wait;
        }
    }

    /** What the poll does, with a book in memory. */
    private Duration poll(SimulatedSaturday feed, SimulatedBook book) throws Exception {
        Instant asked = feed.now();
        book.expireLeases(asked);
        Map<Long, FollowedMatch> followed = followed(book, asked);
        LookCycle.Looked looked = new LookCycle(planner, feed).look(asked, followed.values(), memory);
        memory = looked.memory();
        for (FeedFixture fixture : looked.fixtures().values()) {
            FollowedMatch known = followed.get(fixture.id());
            Pace pace = known == null ? Pace.PLAYED : known.pace();
            book.take(fixture, asked, planner.validity(pace, SimulatedBook.SILENT_AFTER));
        }
        for (long id : looked.unlisted()) {
            FollowedMatch match = followed.get(id);
            if (match != null && planner.isVouchedFor(match, memory, asked)) {
                book.keep(id, asked, planner.validity(match.pace(), SimulatedBook.SILENT_AFTER));
            }
        }
        measure(feed, looked.fixtures().keySet(), asked);
        polls++;
        pollsAtNight += asked.isBefore(SimulatedSaturday.MIDNIGHT.plus(Duration.ofHours(10))) ? 1 : 0;
        Instant now = feed.now();
        List<FollowedMatch> after = followed(book, now).values().stream()
                .map(match -> match.after(followed.get(match.id())))
                .toList();
        return planner.next(now, after, memory, feed.callsLeft(), book.untilNextKickOff(now));
    }

    /** The time since a match was last seen, or since it began to be played. */
    private void measure(SimulatedSaturday feed, Iterable<Long> seen, Instant asked) {
        for (long id : seen) {
            Instant before = seenPlayed.put(id, asked);
            boolean isPlayed = feed.all().stream()
                    .anyMatch(match ->
                            match.id() == id && match.isListed(asked) && before != null && match.isListed(before));
            if (isPlayed) {
                Duration gap = Duration.between(before, asked);
                latest = gap.compareTo(latest) > 0 ? gap : latest;
            }
        }
    }

    private Map<Long, FollowedMatch> followed(SimulatedBook book, Instant now) {
        Map<Long, FollowedMatch> followed = new HashMap<>();
        for (Fixture fixture : book.awaited(now)) {
            long id = fixture.id().value();
            followed.put(id, new FollowedMatch(id, Pace.of(fixture, memory.unseenFor(id, now), now)));
        }
        return followed;
    }
}
