package touchline.api.auth;

import java.time.Instant;

/**
 * The id of an access token or API key, by which it is revoked.
 *
 * @param value random
 * @param issuedAt in whole seconds
 * @param expiresAt expiry of the token
 */
public record TokenId(String value, Instant issuedAt, Instant expiresAt) {}
