package touchline.api.trading;

import java.util.List;
import java.util.Optional;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.Instruments;
import touchline.market.position.Position;
import touchline.market.position.PositionHistory;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.wallet.UserId;

/** Positions as their owners see them, wherever they are kept: open and just closed ones in Redis, older ones in the book. */
public final class PositionViews {
    private final Positions positions;
    private final PositionHistory history;
    private final Instruments instruments;

    public PositionViews(Positions positions, PositionHistory history, Instruments instruments) {
        this.positions = positions;
        this.history = history;
        this.instruments = instruments;
    }

    PositionView of(Position position) {
        return PositionView.of(
                position,
                position.close() != null
                        ? null
                        : instruments
                                .find(position.instrument())
                                .map(Instrument::price)
                                .orElse(null));
    }

    Optional<PositionView> find(UserId user, PositionId id) {
        return positions
                .find(id)
                .or(() -> history.find(id))
                .filter(position -> position.user().equals(user))
                .map(this::of);
    }

    List<Position> closed(UserId user, long before, int limit) {
        return history.closed(user, before, limit);
    }
}
