package touchline.market.halt;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is halted.
 *
 * @param id of the fixture, team or instrument; null for the whole market
 */
public record HaltScope(Kind kind, @Nullable Long id) {
    private static final Pattern TEXT = Pattern.compile("(market)|(fixture|team|instrument):([1-9][0-9]{0,17})");

    /** The kinds, the widest first. */
    public enum Kind {
        MARKET,
        FIXTURE,
        TEAM,
        INSTRUMENT
    }

    public HaltScope {
        if ((kind == Kind.MARKET) != (id == null)) {
            throw new IllegalArgumentException("only the market has no id");
        }
    }

    static boolean isOne(String text) {
        return TEXT.matcher(text).matches();
    }

    public static HaltScope instrument(long id) {
        return new HaltScope(Kind.INSTRUMENT, id);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static HaltScope parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no scope of a halt: " + text);
        }
        return matcher.group(1) != null
                ? new HaltScope(Kind.MARKET, null)
                : new HaltScope(
                        Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)), Long.valueOf(matcher.group(3)));
    }

    /** {@code market}, {@code fixture:7}, {@code team:9} or {@code instrument:5}, as Redis has it. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return id == null ? name : name + ":" + id;
    }
}
