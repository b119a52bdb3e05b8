package touchline.scheduler.alert;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where alerts are told, and what signs them. An address is a secret too: many a service takes whoever knows it for a friend.
 */
public final class Webhook {
    private static final int SHORTEST_SECRET = 16;

    private final URI address;
    private final String secret;

    /**
     * A webhook.
     *
     * @throws IllegalArgumentException if the address isn't one of HTTP, or the secret is short; says neither
     */
    public Webhook(URI address, String secret) {
        String scheme = address.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme))
                || address.getHost() == null
                || address.getUserInfo() != null) {
            throw new IllegalArgumentException("ALERT_WEBHOOK_URL must be http(s)://HOST[:PORT]/PATH, without a user");
        }
        if (secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("ALERT_WEBHOOK_SECRET must have at least " + SHORTEST_SECRET
                    + " bytes; make one with: openssl rand -hex 32");
        }
        this.address = address;
        this.secret = secret;
    }

    URI address() {
        return address;
    }

    /**
     * What the receiver holds a request against: the time, and a HMAC over the time and the body.
     *
     * @param seconds since the epoch, as the request is sent
     */
    String signature(long seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] code = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Without the secret, and without the path, which may be one. */
    @Override
    public String toString() {
        return "Webhook[" + address.getHost() + "]";
    }
}
