package touchline.market.correction;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import touchline.market.settlement.SettlementKind;

/**
 * What is corrected. Which of the numbers are there follows from the kind.
 *
 * @param fixture to settle, or whose event it is
 * @param event an event of the fixture
 * @param instrument whose bump or price it is
 * @param price the new one, in ten-thousandths
 * @param trade an order or a closed position
 */
public record CorrectionTarget(
        CorrectionKind kind,
        @Nullable Long fixture,
        @Nullable Long event,
        @Nullable Long instrument,
        @Nullable Long price,
        @Nullable Long trade) {

    /** The same in words, as the audit names it. */
    public String subject() {
        return switch (kind) {
            case VOID_EVENT -> "event " + event + " of fixture " + fixture;
            case VOID_BUMP -> "event " + event + " of fixture " + fixture + " for instrument " + instrument;
            case SET_PRICE -> "instrument " + instrument;
            case CANCEL_ORDER -> "order " + trade;
            case CANCEL_CLOSE -> "position " + trade;
            case SETTLE_FIXTURE, VOID_FIXTURE -> "fixture " + fixture;
        };
    }

    /** The kind of settlement that it is. */
    SettlementKind settlement() {
        return kind == CorrectionKind.VOID_FIXTURE ? SettlementKind.VOID : SettlementKind.FULL_TIME;
    }

    /**
     * The id of the fixture.
     *
     * @throws NullPointerException if the kind has none
     */
    public long fixtureId() {
        return Objects.requireNonNull(fixture);
    }

    long eventId() {
        return Objects.requireNonNull(event);
    }

    long instrumentId() {
        return Objects.requireNonNull(instrument);
    }

    long newPrice() {
        return Objects.requireNonNull(price);
    }

    long tradeId() {
        return Objects.requireNonNull(trade);
    }
}
