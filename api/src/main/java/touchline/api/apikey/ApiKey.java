package touchline.api.apikey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;

/**
 * An API key, without its secret.
 *
 * @param id public, a part of the key
 * @param userName the owner's name when it was made
 * @param hash SHA-256 of the whole key, in hexadecimal digits. The secret has 256 random bits, so a slow hash would add nothing
 * @param lastUsedAt to within ten seconds; null if it was never used
 * @param revokedAt null unless it was revoked
 */
record ApiKey(
        String id,
        UserId user,
        String userName,
        String name,
        KeyScope scope,
        String hash,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    boolean isValidAt(Instant now) {
        return revokedAt == null && expiresAt.isAfter(now);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "ApiKey[" + id + " of " + user + "]";
    }
}
