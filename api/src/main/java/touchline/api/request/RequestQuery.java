package touchline.api.request;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Texts;

/**
 * The query of a request: read each parameter, then call {@link #check}, which reports all errors at once. That each is declared, and given once, is checked before a route runs.
 */
public final class RequestQuery {
    /** The latest that is taken for a time: the database knows none much later. */
    public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final String TIME = "must be a time as in 2026-11-23T18:00:00Z";

    private final MultivaluedMap<String, String> given;
    private final List<Problem.FieldError> errors = new ArrayList<>();
    private final Map<String, Instant> times = new HashMap<>();

    private RequestQuery(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    public static RequestQuery of(UriInfo uri) {
        return new RequestQuery(uri.getQueryParameters());
    }

    /** Null where it is left out. */
    public @Nullable String text(String name, int longest) {
        return optional(name, longest, text -> text, "must be a text of at most " + longest + " characters");
    }

    /**
     * An optional parsed parameter; null if it is absent.
     *
     * @param reader throws an IllegalArgumentException or a DateTimeException at what it can't read
     * @param otherwise the error message then
     */
    public <T> @Nullable T optional(String name, int longest, Function<String, T> reader, String otherwise) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return null;
        }
        return Texts.read(values.get(0), longest, reader).orElseGet(() -> {
            wrong(name, otherwise);
            return null;
        });
    }

    /** Names of an enum, comma separated, in any case; empty if it is absent. */
    public <E extends Enum<E>> Set<E> someOf(String name, Class<E> type) {
        Set<E> some = optional(
                name,
                500,
                words -> Arrays.stream(words.split(",", -1))
                        .map(word -> Enum.valueOf(type, word.trim().toUpperCase(java.util.Locale.ROOT)))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                "must be some of " + Arrays.toString(type.getEnumConstants()) + ", comma separated");
        return some == null ? Set.of() : some;
    }

    /** A whole number within bounds; {@code otherwise} where it is left out. */
    public long whole(String name, long min, long max, long otherwise) {
        Long number = optional(
                name,
                20,
                text -> {
                    long value = Digits.areNumber(text) ? Long.parseLong(text) : Long.MIN_VALUE;
                    if (value < min || value > max) {
                        throw new IllegalArgumentException(name);
                    }
                    return value;
                },
                "must be a whole number from " + min + " to " + max);
        return number == null ? otherwise : number;
    }

    /** A time from 1970 to {@link #LATEST}; null where it is left out. */
    public @Nullable Instant time(String name) {
        Instant given = optional(
                name,
                40,
                text -> {
                    Instant time = Instant.parse(text);
                    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                        throw new IllegalArgumentException(text);
                    }
                    return time;
                },
                TIME);
        if (given != null) {
            times.put(name, given);
        }
        return given;
    }

    /** The time in {@code from}; the earliest if there is none. */
    public Instant from() {
        Instant from = time("from");
        return from == null ? Instant.EPOCH : from;
    }

    /** The time in {@code to}; the latest if there is none. */
    public Instant to() {
        Instant to = time("to");
        return to == null ? LATEST : to;
    }

    /** The page size: {@code limit}. */
    public int limit() {
        return Math.toIntExact(whole("limit", 1, QueryBounds.PAGE, QueryBounds.PAGE_DEFAULT));
    }

    /** The id in {@code cursor}; the highest if there is none. */
    public long before() {
        return whole("cursor", 0, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Whether a parameter is absent. */
    public boolean isMissing(String name) {
        return !given.containsKey(name);
    }

    /** Reports an error that the caller found. */
    public void refuse(String name, String message) {
        wrong(name, message);
    }

    /**
     * To be called once all parameters were asked for. A {@code to} before {@code from} selects nothing, so it is an error too.
     *
     * @throws ProblemException if anything is wrong, with everything that is
     */
    public void check() {
        Instant from = times.get("from");
        Instant to = times.get("to");
        boolean isRefused = errors.stream().anyMatch(error -> error.field().equals("to"));
        if (from != null && to != null && to.isBefore(from) && !isRefused) {
            wrong("to", "must not be before 'from'");
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(List.copyOf(errors)));
        }
    }

    private void wrong(String name, String message) {
        errors.add(new Problem.FieldError(Texts.shown(name), message));
    }
}
