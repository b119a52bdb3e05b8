package touchline.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.market.MarketLimit;
import touchline.market.Rejection;
import touchline.market.money.Money;

/**
 * The machine-readable facts of a problem.
 *
 * @param reason why, as a slug: of {@code instrument-frozen}, {@code halted} and {@code unavailable}
 * @param limit the limit that would be passed
 * @param maximum the most that the limit allows: a number, or a decimal string where it is money
 * @param used how much of that is used already, likewise
 * @param until when the cause passes, where that is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemFacts(
        @Nullable String reason,
        @Nullable String limit,
        @Nullable Object maximum,
        @Nullable Object used,
        @Nullable Instant until) {

    static final ProblemFacts NONE = new ProblemFacts(null, null, null, null, null);

    static ProblemFacts because(String reason) {
        return new ProblemFacts(reason, null, null, null, null);
    }

    static ProblemFacts of(Rejection rejection) {
        Optional<MarketLimit> limit = rejection.limit();
        return new ProblemFacts(
                rejection.reason().orElse(null),
                limit.map(MarketLimit::slug).orElse(null),
                limit.flatMap(one -> rejection.maximum().map(maximum -> shown(one, maximum)))
                        .orElse(null),
                limit.flatMap(one -> rejection.used().map(used -> shown(one, used)))
                        .orElse(null),
                rejection.until().orElse(null));
    }

    static Object shown(MarketLimit limit, long amount) {
        return limit.unit() == MarketLimit.Unit.MONEY ? Money.of(amount).toString() : (Object) amount;
    }
}
