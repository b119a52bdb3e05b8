package touchline.api.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets with AES-GCM, so that a copy of the database contains none. The key is derived from {@code TOKEN_SECRET}; what was sealed under a previous one can be
 * opened as long as that is configured. Thread-safe.
 */
public final class SecretSeal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final List<SecretKeySpec> keys;
    private final SecureRandom random = new SecureRandom();

    /**
     * Derives the keys.
     *
     * @param secrets the current one, and then previous ones
     * @param purpose of the secrets: no seal of another purpose opens them
     */
    public SecretSeal(List<byte[]> secrets, String purpose) {
        this.keys = secrets.stream().map(secret -> key(secret, purpose)).toList();
    }

    /** Seals a secret for its owner: nobody else's row can hold it. */
    public byte[] seal(byte[] secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, owner).doFinal(secret);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Opens a secret; empty if no configured key has sealed it for this owner. */
    public Optional<byte[]> open(byte[] sealed, String owner) {
        return open(keys, sealed, owner);
    }

    /** Whether the current key has sealed it for this owner. */
    public boolean isCurrent(byte[] sealed, String owner) {
        return open(keys.subList(0, 1), sealed, owner).isPresent();
    }

    private static Optional<byte[]> open(List<SecretKeySpec> keys, byte[] sealed, String owner) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            return Optional.empty(); // the JDK's cipher would throw an unchecked exception
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return keys.stream()
                .flatMap(key -> {
                    try {
                        return Stream.of(cipher(Cipher.DECRYPT_MODE, key, nonce, owner)
                                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
                    } catch (GeneralSecurityException anotherKey) {
                        return Stream.empty();
                    }
                })
                .findFirst();
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String owner)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKeySpec key(byte[] secret, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
