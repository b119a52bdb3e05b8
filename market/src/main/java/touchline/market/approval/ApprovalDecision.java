package touchline.market.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who approved or refused it.
 *
 * @param failure the slug with which the market refused it; null otherwise
 */
public record ApprovalDecision(
        String by, Instant at, @Nullable String failure) {}
