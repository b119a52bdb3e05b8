package touchline.api.operator.account;

import java.security.SecureRandom;

/** Random passwords of 120 bits, without letters and digits that look alike. */
public final class RandomPassword {
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomPassword() {}

    /** Returns a new password, as in {@code k3mvqa-...-...-...}. */
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
