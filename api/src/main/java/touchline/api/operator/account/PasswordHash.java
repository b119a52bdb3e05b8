package touchline.api.operator.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password, salted and hashed with PBKDF2. The encoded form {@code pbkdf2-sha512$ITERATIONS$SALT$HASH} says how it was made, so that later ones can be
 * made with more iterations and old ones stay good.
 */
public final class PasswordHash {
    static final int ITERATIONS = 210_000;
    static final int MOST_ITERATIONS = 10_000_000;
    private static final String SCHEME = "pbkdf2-sha512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password with a random salt and the recommended cost. Takes about a fifth of a second. */
    public static PasswordHash of(String password) {
        return of(password, ITERATIONS);
    }

    static PasswordHash of(String password, int iterations) {
        byte[] salt = random(SALT_BYTES);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /** A hash that no password matches, and that takes as long to check as one of {@code iterations}. */
    static PasswordHash ofNothing(int iterations) {
        return new PasswordHash(iterations, random(SALT_BYTES), random(HASH_BYTES));
    }

    /**
     * Reads an encoded one.
     *
     * @throws IllegalArgumentException if it is none, or a weak one; the message doesn't repeat it
     */
    public static PasswordHash parse(String encoded) {
        return parse(encoded, ITERATIONS);
    }

    /** As {@link #parse(String)}; fewer iterations are weak. */
    static PasswordHash parse(String encoded, int least) {
        String[] parts = encoded.split("\\$", -1);
        if (parts.length == 4 && parts[0].equals(SCHEME) && parts[1].matches("[0-9]{1,8}")) {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = base64(parts[2]);
            byte[] hash = base64(parts[3]);
            if (iterations >= least
                    && iterations <= MOST_ITERATIONS
                    && salt.length >= SALT_BYTES
                    && hash.length == HASH_BYTES) {
                return new PasswordHash(iterations, salt, hash);
            }
        }
        throw new IllegalArgumentException("a password is " + SCHEME + "$ITERATIONS$SALT$HASH, with at least " + least
                + " iterations, as 'touchline operator add' writes it");
    }

    /** Whether the hash is of this password. Takes the same time for a wrong one. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    /** The same, and takes at least as long as with the other hash. */
    public boolean matches(String password, PasswordHash noFasterThan) {
        boolean isRight = matches(password);
        if (iterations < noFasterThan.iterations) {
            derive(password, salt, noFasterThan.iterations - iterations);
        }
        return isRight;
    }

    int iterations() {
        return iterations;
    }

    /** The form that is stored in the file. */
    public String encoded() {
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME + "$" + iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "PasswordHash[" + iterations + "]";
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
