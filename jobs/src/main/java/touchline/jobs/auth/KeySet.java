package touchline.jobs.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Public keys by id. Immutable. */
final class KeySet {
    private static final int MOST_KEYS = 20;
    private static final int LONGEST_ID = 200;
    private static final int SHORTEST_RSA = 2_048;

    static final KeySet EMPTY = new KeySet(Map.of());

    private final Map<String, JWK> keys;

    private KeySet(Map<String, JWK> keys) {
        this.keys = keys;
    }

    /**
     * Reads a JWK set. Of its keys those are kept that can verify a signature: RSA of at least 2,048 bits and EC, with an id, not meant for anything else, without
     * their private parts.
     *
     * @throws ParseException if it is none, has more than 20 keys, two of one id, or none to keep
     */
    static KeySet parse(String json) throws ParseException {
        List<JWK> all;
        try {
            all = JWKSet.parse(json).getKeys();
        } catch (RuntimeException odd) {
            throw new ParseException("not a JWK set: " + odd.getClass().getSimpleName(), 0);
        }
        if (all.size() > MOST_KEYS) {
            throw new ParseException("a JWK set of " + all.size() + " keys; " + MOST_KEYS + " are the most", 0);
        }
        Map<String, JWK> kept = new LinkedHashMap<>();
        for (JWK key : all) {
            if (verifies(key) && kept.put(key.getKeyID(), key.toPublicJWK()) != null) {
                throw new ParseException("a JWK set with two keys of one id", 0);
            }
        }
        if (kept.isEmpty()) {
            throw new ParseException("a JWK set without a key that could verify a signature", 0);
        }
        return new KeySet(Map.copyOf(kept));
    }

    Optional<JWK> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    int size() {
        return keys.size();
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** What it was read from, without what was left out. */
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
