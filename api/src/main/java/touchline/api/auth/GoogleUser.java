package touchline.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;

/**
 * Somebody Google vouches for.
 *
 * @param subject what Google calls him, for ever; told to nobody
 * @param name what he calls himself, fit to be shown
 */
record GoogleUser(String subject, String name) {
    private static final int LONGEST_NAME = 40;

    /** A user as a token's claims have him: without a usable name he is a trader with a number. */
    static GoogleUser of(String subject, @Nullable String name) {
        String shown = name == null ? "" : fit(name);
        return new GoogleUser(
                subject, shown.isEmpty() ? "Trader " + hash(subject).substring(0, 6) : shown);
    }

    /** Ours for him: the same on every node and for ever, and of no use at Google. */
    UserId id() {
        return UserId.of("g" + hash(subject).substring(0, 24));
    }

    /** Without what could break a line, a page or a terminal. */
    private static String fit(String name) {
        StringBuilder fit = new StringBuilder();
        name.strip()
                .codePoints()
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
                    case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
                    default -> true;
                })
                .limit(LONGEST_NAME)
                .forEach(fit::appendCodePoint);
        return fit.toString().strip();
    }

    private static String hash(String subject) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(("google\n" + subject).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
