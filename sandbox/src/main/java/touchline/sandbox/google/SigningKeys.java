package touchline.sandbox.google;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The current signing key and the previous one, which still verifies its signatures. Thread-safe. */
final class SigningKeys {
    private static final int PUBLISHED = 2;
    private static final int BITS = 2_048;

    private final Supplier<RSAKey> source;
    private final List<RSAKey> newestFirst = new ArrayList<>();

    /**
     * Takes its keys from a source; each gets an id of its own.
     *
     * @param source whose next key differs from the previous one
     */
    SigningKeys(Supplier<RSAKey> source) {
        this.source = source;
        rotate();
    }

    /** Generates a key. */
    static RSAKey generate() {
        try {
            return new RSAKeyGenerator(BITS).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java can make an RSA key", e);
        }
    }

    synchronized RSAKey newest() {
        return newestFirst.get(0);
    }

    /** Begins to sign with a new key; drops all but it and the previous one. */
    synchronized RSAKey rotate() {
        newestFirst.add(
                0,
                new RSAKey.Builder(source.get())
                        .keyID(UUID.randomUUID().toString().replace("-", ""))
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .build());
        if (newestFirst.size() > PUBLISHED) {
            newestFirst.subList(PUBLISHED, newestFirst.size()).clear();
        }
        return newest();
    }

    /** The public keys as a JWK set. */
    synchronized String json() {
        return new JWKSet(new ArrayList<JWK>(newestFirst)).toString(true);
    }

    /** The same key many times, each with another id. */
    synchronized String json(int times) {
        List<JWK> many = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            many.add(new RSAKey.Builder(newest()).keyID("k" + n).build());
        }
        return new JWKSet(many).toString(true);
    }
}
