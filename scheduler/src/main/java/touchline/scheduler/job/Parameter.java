package touchline.scheduler.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter of a job's runs.
 *
 * @param name as in {@code fixture}
 * @param required whether a run needs it
 */
public record Parameter(String name, String description, boolean required, Kind kind) {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,31}");

    /** Each number has one spelling: it may be an id. {@code parseLong} accepts leading zeros, a plus sign and the digits of other scripts. */
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    public Parameter {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a parameter's name: " + name);
        }
    }

    /** The permitted values. */
    public sealed interface Kind {}

    /** A whole number within bounds, both included. */
    public record Whole(long min, long max) implements Kind {}

    /** One of these. */
    public record Choice(List<String> of) implements Kind {
        public Choice {
            of = List.copyOf(of);
        }
    }

    /** Text that matches a pattern, with a maximum length. */
    public record Text(String pattern, int longest) implements Kind {}

    public static Parameter whole(String name, String description, long min, long max) {
        return new Parameter(name, description, true, new Whole(min, max));
    }

    public static Parameter choice(String name, String description, List<String> of) {
        return new Parameter(name, description, true, new Choice(of));
    }

    public static Parameter text(String name, String description, String pattern, int longest) {
        return new Parameter(name, description, true, new Text(pattern, longest));
    }

    /** Returns the parameter as an optional one. */
    public Parameter optional() {
        return new Parameter(name, description, false, kind);
    }

    /** Returns a complaint about a value; empty if it is valid. */
    public Optional<String> complaint(String value) {
        if (kind instanceof Whole whole) {
            return isWithin(whole, value)
                    ? Optional.empty()
                    : Optional.of("must be a whole number from " + whole.min() + " to " + whole.max());
        }
        if (kind instanceof Choice choice) {
            return choice.of().contains(value)
                    ? Optional.empty()
                    : Optional.of("must be one of " + String.join(", ", choice.of()));
        }
        Text text = (Text) kind;
        return value.length() <= text.longest() && value.matches(text.pattern())
                ? Optional.empty()
                : Optional.of("must match " + text.pattern() + ", at most " + text.longest() + " characters");
    }

    private static boolean isWithin(Whole bounds, String value) {
        if (!WHOLE.matcher(value).matches()) {
            return false;
        }
        try {
            long number = Long.parseLong(value);
            return number >= bounds.min() && number <= bounds.max();
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
