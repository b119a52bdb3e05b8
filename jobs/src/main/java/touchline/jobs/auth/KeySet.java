package touchline.jobs.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Public keys by id. Immutable. */
public final class KeySet {
    private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
    private static final int MOST_KEYS = 20;
    private static final int LONGEST_ID = 200;
    private static final int SHORTEST_RSA = 2_048;

    public static final KeySet EMPTY = new KeySet(Map.of());

    private final Map<String, JWK> keys;

    private KeySet(Map<String, JWK> keys) {
        this.keys = keys;
    }

    /**
     * Parses a JWK set. Keeps the public parts of keys that can verify signatures: RSA of at least 2,048 bits and EC, with an id, and not restricted
     * to another use. Unknown kinds, curves and shapes are left out (RFC 7517, section 5).
     *
     * @throws ParseException if it is no JWK set, has more than 20 keys, two usable keys with one id, or no usable key
     */
    public static KeySet parse(String json) throws ParseException {
        List<?> all = keysOf(json);
        if (all.size() > MOST_KEYS) {
            throw new ParseException("a JWK set of " + all.size() + " keys; " + MOST_KEYS + " are the most", 0);
        }
        Map<String, JWK> kept = new LinkedHashMap<>();
        for (Object one : all) {
            JWK key = usable(one);
            if (key != null && kept.put(key.getKeyID(), key) != null) {
                throw new ParseException("a JWK set with two keys of one id", 0);
            }
        }
        if (kept.isEmpty()) {
            throw new ParseException("a JWK set without a key that could verify a signature", 0);
        }
        return new KeySet(Map.copyOf(kept));
    }

    private static List<?> keysOf(String json) throws ParseException {
        try {
            Object keys = JSONObjectUtils.parse(json).get("keys");
            if (keys instanceof List<?> list) {
                return list;
            }
        } catch (RuntimeException | StackOverflowError odd) {
            throw new ParseException("not a JWK set: " + odd.getClass().getSimpleName(), 0);
        }
        throw new ParseException("not a JWK set: it has no list of keys", 0);
    }

    /** Returns the public part of a usable key; null if it is unusable. */
    private static @Nullable JWK usable(@Nullable Object one) {
        if (!(one instanceof Map<?, ?> members)) {
            return null;
        }
        Map<String, Object> named = new HashMap<>();
        members.forEach((name, value) -> named.put(String.valueOf(name), value));
        try {
            JWK key = JWK.parse(named);
            return verifies(key) ? key.toPublicJWK() : null;
        } catch (ParseException | RuntimeException notUnderstood) {
            LOG.info(
                    "a key is left out of a JWK set: kid={} kty={} crv={} cause={}",
                    shown(named.get("kid")),
                    shown(named.get("kty")),
                    shown(named.get("crv")),
                    notUnderstood.getClass().getSimpleName());
            return null;
        }
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value).replaceAll("[^A-Za-z0-9._-]", "?");
        return text.substring(0, Math.min(text.length(), 40));
    }

    public Optional<JWK> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    int size() {
        return keys.size();
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Returns the set as JSON, without the keys that were left out. */
    String json() {
        return new JWKSet(new ArrayList<>(keys.values())).toString(true);
    }

    private static boolean verifies(JWK key) {
        String id = key.getKeyID();
        boolean kind = KeyType.EC.equals(key.getKeyType())
                || (KeyType.RSA.equals(key.getKeyType()) && key.size() >= SHORTEST_RSA);
        boolean use = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        return id != null && !id.isEmpty() && id.length() <= LONGEST_ID && kind && use;
    }
}
