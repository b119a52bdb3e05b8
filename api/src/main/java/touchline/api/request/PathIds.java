package touchline.api.request;

import java.util.LinkedHashSet;
import java.util.Optional;
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
        return find(id, parser).orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    /** The same; empty if it is none. */
    public static <T> Optional<T> find(String id, Function<String, T> parser) {
        if (id.length() > QueryBounds.ID || !Digits.areAll(id) || id.startsWith("0")) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
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
