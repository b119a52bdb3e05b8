package touchline.sandbox.google;

import com.nimbusds.jose.jwk.RSAKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Stubs with few keys in turn: a key costs most of a second of a processor to generate. Each use of a key has an id of its own. */
public final class GoogleStubs {
    private static final int KEYS = 3;
    private static final Map<Integer, RSAKey> GENERATED = new ConcurrentHashMap<>();

    private GoogleStubs() {}

    public static GoogleStub start() {
        return GoogleStub.start(keys());
    }

    /** The few keys in turn. */
    static Supplier<RSAKey> keys() {
        AtomicInteger next = new AtomicInteger();
        return () -> GENERATED.computeIfAbsent(next.getAndIncrement() % KEYS, n -> SigningKeys.generate());
    }
}
