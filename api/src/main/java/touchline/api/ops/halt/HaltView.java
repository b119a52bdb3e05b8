package touchline.api.ops.halt;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.halt.Halt;

/**
 * A halt of trading.
 *
 * @param scope {@code market}, {@code fixture:7}, {@code team:9} or {@code instrument:5}
 * @param until when it ends by itself; null if only an operator ends it
 * @param liftedAt null while it is in force
 * @param liftedBy an operator, or {@code expiry}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Halt")
record HaltView(
        String id,
        String scope,
        String mode,
        String cause,
        String reason,
        String by,
        Instant at,
        @Nullable Instant until,
        @Nullable Instant liftedAt,
        @Nullable String liftedBy) {
    static HaltView of(Halt halt) {
        return new HaltView(
                Long.toString(halt.id()),
                halt.scope().toString(),
                halt.terms().mode().name(),
                halt.terms().cause().name(),
                halt.terms().reason(),
                halt.by(),
                halt.at(),
                halt.terms().until(),
                halt.lifted() == null ? null : halt.lifted().at(),
                halt.lifted() == null ? null : halt.lifted().by());
    }
}
