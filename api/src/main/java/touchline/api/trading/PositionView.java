package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.trailing.TrailingLevels;
import touchline.market.money.Price;
import touchline.market.position.Close;
import touchline.market.position.Position;

/** A position, to its owner. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Position")
public record PositionView(
        String id,
        String instrumentId,
        String direction,
        long quantity,
        int leverage,
        String entryPrice,
        String margin,
        @Nullable String washOutPrice,
        @Nullable String stopLoss,
        @Nullable String takeProfit,
        @Nullable String trailingDistance,
        @Nullable String trailingStop,
        @Nullable String unrealisedPnl,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable String closePrice,
        @Nullable String closeReason,
        @Nullable String realisedPnl,
        @Nullable PendingView closing) {

    /** As it was at the last change of its levels, without what waits. */
    public static PositionView of(Position position, @Nullable Price now) {
        return of(position, now, TrailingLevels.atLastChange(position), null);
    }

    /** As it is, but for what waits; {@code trailingStop} is null where it has none, or it isn't known. */
    public static PositionView of(Position position, @Nullable Price now, @Nullable Price trailingStop) {
        return of(position, now, trailingStop, null);
    }

    /**
     * A position with its current result.
     *
     * @param now the instrument's price; null where it isn't known
     * @param trailingStop where its trailing stop is; null where it has none, or it isn't known
     * @param closing the wish to close it that waits, or that was rejected last; null where there is none
     */
    static PositionView of(
            Position position, @Nullable Price now, @Nullable Price trailingStop, @Nullable PendingView closing) {
        Close close = position.close();
        return new PositionView(
                position.id().toString(),
                position.instrument().toString(),
                position.direction().name(),
                position.quantity().shares(),
                position.leverage(),
                position.entryPrice().toString(),
                position.margin().toString(),
                price(position.washOut()),
                price(position.levels().latest().stopLoss()),
                price(position.levels().latest().takeProfit()),
                price(position.levels().latest().trail()),
                close != null || trailingStop == null ? null : trailingStop.toString(),
                close != null || now == null ? null : position.pnlAt(now).toString(),
                position.openedAt(),
                close == null ? null : close.at(),
                close == null ? null : close.price().toString(),
                close == null ? null : close.reason().name(),
                close == null ? null : close.payout().minus(position.margin()).toString(),
                closing);
    }

    private static @Nullable String price(long tenThousandths) {
        return tenThousandths <= 0 ? null : Price.of(tenThousandths).toString();
    }
}
