package touchline.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;
import touchline.market.instrument.Instrument;

/**
 * A halt of trading, to anyone.
 *
 * @param scope {@code market}, {@code fixture:7}, {@code team:9} or {@code instrument:5}
 * @param mode {@code BUYING}, {@code CLOSE_ONLY} or {@code EVERYTHING}
 * @param cause {@code OPERATOR} or {@code CIRCUIT_BREAKER}
 * @param until null if only an operator ends it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("HaltNotice")
public record HaltNotice(
        String scope,
        String mode,
        String cause,
        String reason,
        @Nullable Instant until) {

    /** The notice of a halt. */
    public static HaltNotice of(HaltScope scope, HaltTerms terms) {
        return new HaltNotice(
                scope.toString(), terms.mode().name(), terms.cause().name(), terms.reason(), terms.until());
    }

    /** Of all halts, the whole market first. */
    public static List<HaltNotice> list(Map<HaltScope, HaltTerms> halts) {
        return halts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<HaltScope, HaltTerms> one) ->
                                one.getKey().kind())
                        .thenComparing(one -> one.getKey().toString()))
                .map(one -> of(one.getKey(), one.getValue()))
                .toList();
    }

    /** The widest of those that apply to an instrument; null if none does. */
    static @Nullable HaltNotice of(Instrument instrument, Map<HaltScope, HaltTerms> halts) {
        if (halts.isEmpty()) {
            return null;
        }
        return Stream.of(
                        new HaltScope(HaltScope.Kind.MARKET, null),
                        instrument.fixture() == null
                                ? null
                                : new HaltScope(
                                        HaltScope.Kind.FIXTURE,
                                        instrument.fixture().value()),
                        new HaltScope(HaltScope.Kind.TEAM, instrument.teamId()),
                        HaltScope.instrument(instrument.id().value()))
                .filter(Objects::nonNull)
                .filter(halts::containsKey)
                .findFirst()
                .map(scope -> of(scope, Objects.requireNonNull(halts.get(scope))))
                .orElse(null);
    }
}
