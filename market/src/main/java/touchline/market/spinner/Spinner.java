package touchline.market.spinner;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.leaderboard.LeaderboardQuery;
import touchline.market.leaderboard.Week;
import touchline.market.wallet.UserId;

/**
 * Draws the winner of each week, once. Nothing in here is exclusive: any number of nodes may draw at once, or again, and one row a week comes of it, as the row's
 * key is the week and a seed is made once. Thread-safe.
 */
public final class Spinner {
    /** How many weeks ahead of the current one hashes are published. */
    private static final int WEEKS_AHEAD = 4;

    /** A week is drawn once it has been over for this long, so that no clock's being a little off brings anything into it any more. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);

    private final SpinRepository spins;
    private final LeaderboardQuery leaderboard;
    private final SpinSeedRepository seeds;
    private final BookTime bookTime;

    public Spinner(Jdbi jdbi, UnifiedJedis redis) {
        this.spins = new SpinRepository(jdbi);
        this.leaderboard = new LeaderboardQuery(jdbi);
        this.seeds = new SpinSeedRepository(jdbi);
        this.bookTime = new BookTime(redis, jdbi);
    }

    /**
     * Publishes the hashes for the current week and those to come, as far as that has not been done. It can't be done for a week that is over: its hash would prove nothing.
     *
     * @return for how many weeks it was done now
     */
    public int commit(Instant now) {
        int made = 0;
        Week week = Week.of(now);
        for (int ahead = 0; ahead <= WEEKS_AHEAD; ahead++, week = week.next()) {
            if (seeds.make(week)) {
                made++;
            }
        }
        return made;
    }

    /**
     * Draws every week that is over and not drawn, the oldest first, back to the first in which anything was realised.
     *
     * @return how many were drawn now
     * @throws BookBehindException if weeks are over that the book doesn't have all of; those before them are drawn
     * @throws InterruptedException between two weeks
     */
    public int drawAllUndrawn(Instant now) throws InterruptedException {
        BookTime.Completeness complete = bookTime.read();
        Optional<Week> first = leaderboard.firstWeek();
        if (first.isEmpty()) {
            return 0;
        }
        int drawn = 0;
        for (Week week : undrawn(first.get(), now)) {
            if (week.end().plus(SETTLED_AFTER).isAfter(complete.until())) {
                throw new BookBehindException("the book has everything until " + complete.until() + " only ("
                        + complete.because() + "), so " + week + " and what follows waits; " + drawn + " drawn");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            drawn += draw(week) ? 1 : 0;
        }
        return drawn;
    }

    /**
     * Draws a week of which the book has everything. A node that was suspended here for an hour gets the same result, or finds the row.
     *
     * @return whether it was drawn now
     */
    boolean draw(Week week) {
        if (spins.isDrawn(week)) {
            return false; // spares the adding up; what keeps the row one is the INSERT
        }
        seeds.make(week);
        SpinSeedRepository.Seed seed = seeds.of(week);
        List<UserId> candidates = leaderboard.leaders(week);
        UserId winner = candidates.isEmpty() ? null : Draw.winner(week, seed.text(), candidates);
        return spins.insert(week, winner, candidates, seed);
    }

    private List<Week> undrawn(Week first, Instant now) {
        Set<String> drawn = spins.drawnSince(first);
        List<Week> weeks = new ArrayList<>();
        for (Week week = first; !week.end().plus(SETTLED_AFTER).isAfter(now); week = week.next()) {
            if (!drawn.contains(week.toString())) {
                weeks.add(week);
            }
        }
        return weeks;
    }
}
