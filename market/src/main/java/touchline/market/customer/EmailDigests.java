package touchline.market.customer;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests of e-mail addresses, by which operators find a customer though no address is stored: HMAC-SHA256 under a key that is derived from a secret of the configuration. Without the
 * secret nobody can tell from a digest whose it is. Thread-safe.
 */
public final class EmailDigests {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "touchline e-mail digest";

    private final List<byte[]> keys;

    /**
     * Creates digests.
     *
     * @param secrets the one of new digests, followed by former ones; at least one
     */
    public EmailDigests(List<byte[]> secrets) {
        this.keys = secrets.stream().map(secret -> mac(secret, PURPOSE)).toList();
    }

    /** The digest of an address under the current key. Upper and lower case are the same. */
    public String of(String address) {
        return digest(keys.get(0), address);
    }

    /** The digests of an address under all keys. */
    List<String> all(String address) {
        return keys.stream().map(key -> digest(key, address)).toList();
    }

    private static String digest(byte[] key, String address) {
        return HexFormat.of().formatHex(mac(key, address.strip().toLowerCase(Locale.ROOT)));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
