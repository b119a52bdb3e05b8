package touchline.market.request;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import touchline.market.key.Keys;
import touchline.market.wallet.UserId;

/**
 * What makes a request the same request: the user's own key, and a fingerprint of the call and its body, by which a key that is used again for
 * something else is noticed. Answers are kept for a day, refusals too.
 *
 * @param key 1 to 128 characters, the user's choice
 * @param fingerprint equal for equal calls with equal bodies
 */
public record IdempotencyKey(UserId user, String key, String fingerprint) {
    /** How many characters a key may have. */
    public static final int LONGEST = 128;

    public IdempotencyKey {
        if (key.isEmpty() || key.length() > LONGEST) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + LONGEST + " characters");
        }
    }

    /** The key of one of several steps of the request; no key that a user sends is likely to be the same. */
    public IdempotencyKey part(String name) {
        UUID derived = UUID.nameUUIDFromBytes((key + "\n" + name).getBytes(StandardCharsets.UTF_8));
        return new IdempotencyKey(user, "part:" + derived, fingerprint);
    }

    /** Where the first answer is kept in Redis. */
    public String redisKey() {
        return Keys.idempotency(user, key);
    }
}
