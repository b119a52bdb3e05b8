package touchline.api.operator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The session of an operator.
 *
 * @param token the value of the cookie; not stored
 * @param fingerprint of the operator's entry at the log-in
 * @param expiresAt when it ends without further requests
 */
record OperatorSession(String token, String operator, String fingerprint, Instant expiresAt) {

    /** The token that a changing request sends with the cookie. It is derived from the session's token, so that every node knows it. */
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
