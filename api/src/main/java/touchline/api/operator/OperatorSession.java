package touchline.api.operator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who is logged in.
 *
 * @param token what his cookie holds; stands nowhere else
 * @param fingerprint of his entry in the file when he logged in
 * @param expiresAt when it ends, should he do nothing more
 */
record OperatorSession(String token, String operator, String fingerprint, Instant expiresAt) {

    /** What a request that changes something has to carry besides the cookie. It follows from the token, so every node knows it. */
    String csrfToken() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal("csrf".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "OperatorSession[" + operator + "]";
    }
}
