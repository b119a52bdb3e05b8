package touchline.api.problem;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/** Checks of strings from clients. */
public final class Texts {
    private static final int LONGEST_NAME = 64;

    private Texts() {}

    /** Parses a string; empty if it is blank, too long, can't be stored, or the reader throws. */
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

    /** Postgres stores no NUL, and a lone surrogate has no UTF-8 form. */
    public static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Whether a text is one line, and no character of it is for control: of a terminal, or of the direction in which it and what stands beside it are read. */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> isDirection(c);
            default -> false;
        });
    }

    /** Unicode's Bidi_Control. Other invisible ones, as of a joined emoji, belong to the text. */
    private static boolean isDirection(int c) {
        return c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /** A field name from a client, shortened and made safe to send back. */
    public static String shown(String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return isStorable(shown) ? shown : "?";
    }
}
