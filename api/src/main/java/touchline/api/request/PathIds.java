package touchline.api.request;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** Parses ids in paths and bodies, of which an invalid one is not found, and in lists. */
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

    /**
     * Ids, comma separated, each once and in their order.
     *
     * @throws IllegalArgumentException if one can't be an id
     */
    public static <T> Set<T> list(String ids, Function<String, T> parser) {
        Set<T> all = new LinkedHashSet<>();
        for (String id : ids.split(",", -1)) {
            if (id.length() > QueryBounds.ID) {
                throw new IllegalArgumentException(id);
            }
            all.add(parser.apply(id));
        }
        return all;
    }
}
