package touchline.market.halt;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A halt as Redis has it, for halt.lua: mode, end, cause and reason. */
public final class HaltText {
    private static final Pattern TEXT = Pattern.compile("([A-Z_]+)\\|([0-9]{0,15})\\|([A-Z_]+)\\|(.*)", Pattern.DOTALL);

    private HaltText() {}

    public static String write(HaltTerms terms) {
        Instant until = terms.until();
        return terms.mode() + "|" + (until == null ? "" : until.toEpochMilli()) + "|" + terms.cause() + "|"
                + terms.reason();
    }

    /** Empty for what {@link #write} did not write. */
    static Optional<HaltTerms> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HaltTerms(
                    HaltMode.valueOf(matcher.group(1)),
                    HaltCause.valueOf(matcher.group(3)),
                    matcher.group(4),
                    matcher.group(2).isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(matcher.group(2)))));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
