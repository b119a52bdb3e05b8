package touchline.api.operator.account;

import java.security.SecureRandom;

/** Passwords that nobody has to think up: 120 bits, of letters and digits that can't be mistaken for one another. */
public final class RandomPassword {
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomPassword() {}

    /** Another one each time, as in {@code k3mvqa-...-...-...}. */
    public static String make() {
        StringBuilder password = new StringBuilder();
        for (int n = 0; n < 24; n++) {
            if (n > 0 && n % 6 == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
