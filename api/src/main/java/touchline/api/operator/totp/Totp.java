package touchline.api.operator.totp;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords by RFC 6238, as authenticator apps make them: HMAC-SHA-1, 6 digits, steps of 30 s. */
final class Totp {
    /** The length that RFC 4226 recommends. */
    static final int SECRET_BYTES = 20;

    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /** The code of a time step. */
    static String code(byte[] secret, long step) {
        byte[] hash;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
        return String.format(Locale.ROOT, "%06d", number % MODULUS);
    }

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
    }

    /** The step of a code of now, of the step before or of the one after: clocks differ, and typing takes time. Empty for a wrong code. */
    static OptionalLong matchingStep(byte[] secret, String code, Instant now) {
        OptionalLong found = OptionalLong.empty();
        for (long step = step(now) - 1; step <= step(now) + 1; step++) {
            if (MessageDigest.isEqual(
                    code(secret, step).getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8))) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The secret as people type it into an app. */
    static String text(byte[] secret) {
        return BaseEncoding.base32().omitPadding().encode(secret);
    }

    /** The address that apps read, as from a QR code. */
    static String uri(byte[] secret, String operator) {
        return "otpauth://totp/Touchline:" + operator.replace("@", "%40") + "?secret=" + text(secret)
                + "&issuer=Touchline&algorithm=SHA1&digits=6&period=" + STEP_SECONDS;
    }
}
