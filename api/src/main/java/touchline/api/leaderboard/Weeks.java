package touchline.api.leaderboard;

import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.leaderboard.Week;

/** Weeks as clients write them. */
final class Weeks {
    private Weeks() {}

    /**
     * Reads an optional week.
     *
     * @throws ProblemException validation, if it is none
     */
    static Week parse(@Nullable String given, Week otherwise) {
        if (given == null) {
            return otherwise;
        }
        try {
            return Week.parse(given);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problems.invalid(
                    List.of(new Problem.FieldError("week", "must be a week by ISO 8601, as in 2026-W47"))));
        }
    }
}
