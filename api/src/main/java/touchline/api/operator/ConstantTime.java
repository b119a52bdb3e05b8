package touchline.api.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Compares secrets in constant time. */
final class ConstantTime {
    private ConstantTime() {}

    static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
