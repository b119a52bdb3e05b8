package touchline.market.approval;

import java.time.Instant;

/** Who requested it, why, when, and until when it can be approved. */
public record ApprovalRequest(String by, String reason, Instant at, Instant expiresAt) {}
