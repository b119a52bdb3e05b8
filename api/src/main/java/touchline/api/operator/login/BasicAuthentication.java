package touchline.api.operator.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;

/**
 * HTTP Basic, for scripts. A correct password is cached for five minutes, as an HMAC under a key of this process, because hashing it at each request would be
 * slow. An entry is valid as long as the operator's entry is unchanged. Thread-safe.
 */
public final class BasicAuthentication {
    private static final String PREFIX = "basic ";

    private final OperatorDirectory operators;
    private final PasswordCheck logIn;
    private final LogInThrottle throttle;
    private final SecretKeySpec key;
    private final Cache<String, String> fingerprints = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    public BasicAuthentication(OperatorDirectory operators, PasswordCheck logIn, LogInThrottle throttle) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.operators = operators;
        this.logIn = logIn;
        this.throttle = throttle;
    }

    /** Checks an {@code Authorization} header. */
    public LogInResult attempt(String header, Caller caller) {
        String[] nameAndPassword = decoded(header).split(":", 2);
        if (nameAndPassword.length != 2 || nameAndPassword[0].isEmpty() || nameAndPassword[1].isEmpty()) {
            return new LogInResult.Wrong();
        }
        String name = nameAndPassword[0];
        String password = nameAndPassword[1];
        // Before what is remembered: during a lock-out that would tell a right guess from a wrong one.
        Optional<Duration> wait = throttle.wait(name, caller.address());
        if (wait.isPresent()) {
            return new LogInResult.Wait(wait.get());
        }
        String remembered = hmac(name + ":" + password);
        Optional<OperatorEntry> known =
                operators.find(name).filter(entry -> entry.fingerprint().equals(fingerprints.getIfPresent(remembered)));
        if (known.isPresent() && !logIn.needsCode(name)) {
            return new LogInResult.In(known.get(), false);
        }
        LogInResult outcome = logIn.attempt(name, password, caller);
        if (outcome instanceof LogInResult.In in) {
            fingerprints.put(remembered, in.entry().fingerprint());
            operators.recordLogIn(name, caller.address());
        }
        return outcome;
    }

    /** NAME:PASSWORD, or nothing where the header doesn't say that. */
    private static String decoded(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return "";
        }
        try {
            return new String(
                    Base64.getDecoder().decode(header.substring(PREFIX.length()).trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
