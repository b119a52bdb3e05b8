package touchline.sandbox.season;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import touchline.sandbox.season.ScheduledMatch.Course;

/** A double round robin by the circle method. Postponed matches are played after the last round, none of a team at once. */
final class SeasonCalendar {
    private static final long FIRST_KICK_OFF = 1_786_190_400; // 2026-08-08 12:00 UTC
    private static final long BETWEEN_ROUNDS = 10_800;
    private static final long BETWEEN_SLOTS = 900;
    private static final int SLOTS = 3;

    /** Of twenty matches: the third is postponed, the sixth suspended, the ninth abandoned. */
    private static final Map<Integer, Course> IRREGULAR =
            Map.of(2, Course.POSTPONED, 5, Course.SUSPENDED, 8, Course.ABANDONED);

    private static final int OF = 20;

    private SeasonCalendar() {}

    static List<ScheduledMatch> of(int rounds) {
        if (rounds < 1 || rounds > Season.ROUNDS) {
            throw new IllegalArgumentException("a season has from 1 to " + Season.ROUNDS + " rounds");
        }
        List<ScheduledMatch> matches = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            addRound(round, matches);
        }
        return withCatchUps(matches, rounds);
    }

    private static void addRound(int round, List<ScheduledMatch> matches) {
        int others = SeasonTeams.COUNT - 1;
        int turn = round % others;
        for (int pair = 0; pair < SeasonTeams.COUNT / 2; pair++) {
            int one = pair == 0 ? others : (turn + pair) % others;
            int other = (turn + others - pair) % others;
            boolean turned = ((turn + pair) % 2 == 1) != (round >= others);
            int number = matches.size();
            matches.add(new ScheduledMatch(
                    number,
                    turned ? other : one,
                    turned ? one : other,
                    start(round) + pair % SLOTS * BETWEEN_SLOTS,
                    IRREGULAR.getOrDefault(number % OF, Course.REGULAR),
                    0));
        }
    }

    private static List<ScheduledMatch> withCatchUps(List<ScheduledMatch> matches, int rounds) {
        Map<Integer, Set<Integer>> busy = new HashMap<>();
        List<ScheduledMatch> result = new ArrayList<>();
        for (ScheduledMatch match : matches) {
            if (match.course() != Course.POSTPONED) {
                result.add(match);
                continue;
            }
            int round = rounds;
            while (!isFree(match, busy.computeIfAbsent(round, any -> new HashSet<>()))) {
                round++;
            }
            result.add(match.movedTo(start(round)));
        }
        return result;
    }

    /** Books both teams if they are free. */
    private static boolean isFree(ScheduledMatch match, Set<Integer> busy) {
        if (busy.contains(match.home()) || busy.contains(match.away())) {
            return false;
        }
        busy.add(match.home());
        return busy.add(match.away());
    }

    private static long start(int round) {
        return FIRST_KICK_OFF + round * BETWEEN_ROUNDS;
    }
}
