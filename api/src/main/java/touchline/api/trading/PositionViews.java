package touchline.api.trading;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.money.Price;
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

    /** The same for many, at one go. */
    List<PositionView> of(List<Position> some) {
        Set<InstrumentId> traded = some.stream()
                .filter(position -> position.close() == null)
                .map(Position::instrument)
                .collect(Collectors.toSet());
        Map<InstrumentId, Price> prices =
                instruments.find(traded).stream().collect(Collectors.toMap(Instrument::id, Instrument::price));
        return some.stream()
                .map(position -> PositionView.of(position, prices.get(position.instrument())))
                .toList();
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
