package touchline.api.auth;

import org.jspecify.annotations.Nullable;
import touchline.api.secret.Sha256;
import touchline.market.wallet.UserId;

/**
 * A user whose identity Google confirmed.
 *
 * @param subject Google's permanent id of the user; never shown
 * @param name the display name, without control characters
 * @param email an address that Google has verified; null without one; never stored
 */
record GoogleUser(String subject, String name, @Nullable String email) {
    private static final int LONGEST_NAME = 40;

    /** Reads a user from a token's claims. A user without a usable name is called a trader with a number. */
    static GoogleUser of(String subject, @Nullable String name, @Nullable String email) {
        String shown = name == null ? "" : fit(name);
        return new GoogleUser(
                subject, shown.isEmpty() ? "Trader " + hash(subject).substring(0, 6) : shown, email);
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "GoogleUser[" + id() + "]";
    }

    /** Our id of the user: derived from Google's, the same on every node, and of no use at Google. */
    UserId id() {
        return UserId.of("g" + hash(subject).substring(0, 24));
    }

    /** Removes characters that could break a line, a page or a terminal. */
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
        return Sha256.hex("google\n" + subject);
    }
}
