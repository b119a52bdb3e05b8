package touchline.api.trading;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import touchline.api.trailing.TrailingLevels;
import touchline.market.inplay.InPlayRequest;
import touchline.market.inplay.InPlayRequests;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.book.PositionFilter;
import touchline.market.position.book.PositionQuery;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.wallet.UserId;

/** Reads positions for their owners: open and recently closed ones from Redis, older ones from the book. */
final class PositionViews {
    private final Positions positions;
    private final PositionQuery history;
    private final Instruments instruments;
    private final InPlayRequests requests;
    private final TrailingLevels trailing;

    PositionViews(
            Positions positions,
            PositionQuery history,
            Instruments instruments,
            InPlayRequests requests,
            TrailingLevels trailing) {
        this.positions = positions;
        this.history = history;
        this.instruments = instruments;
        this.requests = requests;
        this.trailing = trailing;
    }

    /** An open position after a change of its levels, at the price that the instrument had. */
    PositionView of(Position position, Price price) {
        return PositionView.of(
                position,
                price,
                TrailingLevels.atLastChange(position),
                closings(List.of(position)).get(position.id()));
    }

    PositionView of(Position position) {
        return of(List.of(position)).get(0);
    }

    /** The closes that wait or were refused, of open positions. */
    private Map<PositionId, PendingView> closings(List<Position> open) {
        Map<Long, InPlayRequest> requested = requests.closings(
                open.stream().collect(Collectors.toMap(position -> position.id().value(), Position::user)));
        Map<PositionId, PendingView> closings = new HashMap<>();
        requested.forEach((id, request) -> {
            if (request.state() != RequestState.FILLED) {
                closings.put(PositionId.of(id), PendingView.closing(Long.toString(id), request));
            }
        });
        return closings;
    }

    /** The same for many, with one read of their prices and one of their closes. */
    List<PositionView> of(List<Position> some) {
        List<Position> open =
                some.stream().filter(position -> position.close() == null).toList();
        Set<InstrumentId> traded = open.stream().map(Position::instrument).collect(Collectors.toSet());
        List<Instrument> now = traded.isEmpty() ? List.of() : instruments.find(traded);
        Map<InstrumentId, Price> prices = now.stream().collect(Collectors.toMap(Instrument::id, Instrument::price));
        Map<PositionId, Price> stops =
                trailing.of(some, now.stream().collect(Collectors.toMap(Instrument::id, Instrument::seq)));
        Map<PositionId, PendingView> closings = closings(open);
        return some.stream()
                .map(position -> PositionView.of(
                        position,
                        prices.get(position.instrument()),
                        stops.get(position.id()),
                        closings.get(position.id())))
                .toList();
    }

    Optional<Position> position(UserId user, PositionId id) {
        return hot(id).or(() -> history.find(id))
                .filter(position -> position.user().equals(user));
    }

    /** One that can't be read is shown as the book has it. */
    private Optional<Position> hot(PositionId id) {
        try {
            return positions.find(id);
        } catch (UnreadableRecordException noted) {
            return Optional.empty();
        }
    }

    Optional<PositionView> find(UserId user, PositionId id) {
        return position(user, id).map(this::of);
    }

    /** An opening that waits or was rejected, of which there is no position. */
    Optional<PendingView> opening(UserId user, PositionId id) {
        return requests.opening(user, id.value()).map(request -> PendingView.of(id.toString(), request));
    }

    List<PendingView> restingOpenings(UserId user) {
        return requests.restingOpenings(user).stream()
                .map(request -> PendingView.of(Long.toString(request.id()), request))
                .toList();
    }

    List<Position> closed(UserId user, PositionFilter filter, long before, int limit) {
        return history.closed(user, filter, before, limit);
    }
}
