package touchline.api.operator.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import touchline.api.secret.Sha256;

/**
 * A log-in under way in one browser. A cookie holds its random secret, and all that the provider gets is derived from it: nothing is stored, any node can complete it, and no other
 * browser can.
 */
final class OidcFlow {
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String secret;

    private OidcFlow(String secret) {
        this.secret = secret;
    }

    static OidcFlow begin(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new OidcFlow(BASE64.encodeToString(bytes));
    }

    /** The log-in of a cookie; empty if it can't be one of ours. */
    static Optional<OidcFlow> of(String secret) {
        return SECRET.matcher(secret).matches() ? Optional.of(new OidcFlow(secret)) : Optional.empty();
    }

    /** The value of the cookie. */
    String secret() {
        return secret;
    }

    /** Ties the provider's answer to the browser. */
    String state() {
        return derived("state");
    }

    /** Ties the ID token to the browser. */
    String nonce() {
        return derived("nonce");
    }

    /** PKCE's verifier: the code is of no use without it. */
    String verifier() {
        return derived("verifier");
    }

    /** PKCE's challenge of the method S256. */
    String challenge() {
        return BASE64.encodeToString(Sha256.of(verifier().getBytes(StandardCharsets.US_ASCII)));
    }

    boolean isState(String sent) {
        return MessageDigest.isEqual(
                state().getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.UTF_8));
    }

    private String derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return BASE64.encodeToString(mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OidcFlow[]";
    }
}
