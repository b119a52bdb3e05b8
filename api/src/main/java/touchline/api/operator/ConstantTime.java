package touchline.api.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparing what an attacker may guess: how long it takes tells nothing of where they differ. */
final class ConstantTime {
    private ConstantTime() {}

    static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
