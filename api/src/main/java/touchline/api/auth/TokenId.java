package touchline.api.auth;

import java.time.Instant;

/**
 * Which token somebody bears, so that it can be taken back.
 *
 * @param value random
 * @param expiresAt when there is nothing left to be taken back
 */
public record TokenId(String value, Instant expiresAt) {}
