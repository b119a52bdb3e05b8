package touchline.api.operator.account;

import java.util.Map;

/**
 * The work that a hash of a password takes, to make guessing slow.
 *
 * @param iterations of new hashes, from 1,000 to 10 million
 */
public record PasswordCost(int iterations) {
    /** As OWASP recommends for PBKDF2 with HMAC-SHA512. */
    public static final PasswordCost RECOMMENDED = new PasswordCost(PasswordHash.ITERATIONS);

    private static final String VARIABLE = "OPERATORS_PASSWORD_ITERATIONS";
    private static final int LEAST = 1_000;

    public PasswordCost {
        if (iterations < LEAST || iterations > PasswordHash.MOST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "operators.passwordIterations must be from " + LEAST + " to " + PasswordHash.MOST_ITERATIONS);
        }
    }

    /** The cost that an environment sets, else the recommended one. */
    public static PasswordCost of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return named.isBlank() ? RECOMMENDED : new PasswordCost(Integer.parseInt(named.strip()));
    }

    /** Whether guessing is easier than recommended. */
    public boolean isWeak() {
        return iterations < RECOMMENDED.iterations();
    }

    /** Hashes a password with a random salt. */
    public PasswordHash hash(String password) {
        return PasswordHash.of(password, iterations);
    }

    /** Whether a hash takes less work than new ones do. */
    public boolean isAbove(PasswordHash hash) {
        return hash.iterations() < iterations;
    }

    /** The iterations that a stored hash must have. Those of before a raised cost stay valid. */
    int least() {
        return Math.min(iterations, PasswordHash.ITERATIONS);
    }
}
