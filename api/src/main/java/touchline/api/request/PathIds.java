package touchline.api.request;

import java.util.function.Function;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** Parses ids in paths and bodies; an invalid one is not found. */
public final class PathIds {
    private PathIds() {}

    /**
     * Reads an id.
     *
     * @throws ProblemException not-found, if it is none: nothing has such an id
     */
    public static <T> T parse(String id, Function<String, T> parser) {
        if (id.length() > QueryBounds.ID || !Digits.areAll(id) || id.startsWith("0")) {
            throw new ProblemException(Problems.notFound());
        }
        try {
            return parser.apply(id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problems.notFound());
        }
    }
}
