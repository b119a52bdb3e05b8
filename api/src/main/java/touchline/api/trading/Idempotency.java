package touchline.api.trading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.RequestBody;
import touchline.market.IdempotencyKey;

/** The Idempotency-Key header, made the market's. */
final class Idempotency {
    private Idempotency() {}

    static @Nullable IdempotencyKey of(Trader trader, @Nullable String header, String call, RequestBody body) {
        if (header == null) {
            return null;
        }
        if (header.isEmpty() || header.length() > 128 || !header.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new ProblemException(Problems.invalid(
                    List.of(new Problem.FieldError("Idempotency-Key", "must be 1 to 128 visible ASCII characters"))));
        }
        return new IdempotencyKey(trader.id(), header, fingerprint(call + "\n" + body.canonical()));
    }

    private static String fingerprint(String request) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
