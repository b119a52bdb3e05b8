package touchline.api.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/**
 * A page of a list.
 *
 * @param nextCursor gives the page after this one; null where there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Page")
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /** A page of those found, of which one more than {@code limit} was asked for. */
    public static <S, T> Page<T> of(List<S> found, int limit, Function<S, T> view, Function<S, String> cursor) {
        List<S> page = found.size() > limit ? found.subList(0, limit) : found;
        return new Page<>(
                page.stream().map(view).toList(), found.size() > limit ? cursor.apply(page.get(limit - 1)) : null);
    }

    /**
     * How many a page has.
     *
     * @throws ProblemException validation, if it isn't from 1 to {@link QueryBounds#PAGE}
     */
    public static int limit(@Nullable String given) {
        if (given == null) {
            return QueryBounds.PAGE_DEFAULT;
        }
        try {
            int limit = Digits.areAll(given) ? Integer.parseInt(given) : 0;
            if (limit >= 1 && limit <= QueryBounds.PAGE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new ProblemException(Problems.invalid(
                List.of(new Problem.FieldError("limit", "must be a whole number from 1 to " + QueryBounds.PAGE))));
    }

    /**
     * The id in a cursor.
     *
     * @throws ProblemException validation, if it isn't one of ours
     */
    public static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            if (Digits.areAll(cursor)) {
                return Long.parseLong(cursor);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new ProblemException(
                Problems.invalid(List.of(new Problem.FieldError("cursor", "must be a nextCursor of an answer"))));
    }
}
