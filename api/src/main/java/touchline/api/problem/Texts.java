package touchline.api.problem;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/** Strings as they come from outside. */
public final class Texts {
    private static final int LONGEST_NAME = 64;

    private Texts() {}

    /** What a string stands for; empty where it is empty, too long, can't be stored, or the reader throws. */
    public static <T> Optional<T> read(String text, int longest, Function<String, T> reader) {
        if (text.isBlank() || text.length() > longest || !isStorable(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Postgres keeps no NUL, and half a character can't be written as UTF-8. */
    public static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** A field's name as somebody has sent it, fit to be sent back. */
    public static String shown(String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return isStorable(shown) ? shown : "?";
    }
}
