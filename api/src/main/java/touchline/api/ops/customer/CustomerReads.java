package touchline.api.ops.customer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.trading.PositionView;
import touchline.api.trailing.TrailingLevels;
import touchline.api.wiring.MarketServices;
import touchline.market.Limits;
import touchline.market.customer.Customer;
import touchline.market.customer.CustomerQuery;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.margin.LastSeen;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.portfolio.Portfolios;
import touchline.market.portfolio.ValuedHolding;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.book.PositionFilter;
import touchline.market.position.book.PositionQuery;
import touchline.market.wallet.UserId;

/** What operators read of a customer. Thread-safe. */
final class CustomerReads {
    private final CustomerQuery customers;
    private final Portfolios portfolios;
    private final Positions positions;
    private final PositionQuery history;
    private final Instruments instruments;
    private final LastSeen lastSeen;
    private final TrailingLevels trailing;

    CustomerReads(
            CustomerQuery customers,
            Portfolios portfolios,
            MarketServices market,
            PositionQuery history,
            LastSeen lastSeen,
            TrailingLevels trailing) {
        this.customers = customers;
        this.portfolios = portfolios;
        this.positions = market.positions();
        this.history = history;
        this.instruments = market.instruments();
        this.lastSeen = lastSeen;
        this.trailing = trailing;
    }

    CustomerQuery customers() {
        return customers;
    }

    /**
     * The customer with an id.
     *
     * @throws ProblemException not-found, if there is none
     */
    Customer find(String id) {
        UserId user;
        try {
            user = UserId.of(id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problems.notFound());
        }
        return customers.find(user).orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    CustomerDetail detail(Customer customer, Limits limits) {
        UserId user = customer.id();
        List<Position> open = positions.openOf(user);
        Money exposure = Money.ZERO;
        for (ValuedHolding holding : portfolios.holdings(user)) {
            exposure = exposure.plus(holding.holding().cost());
        }
        for (Position position : open) {
            exposure = exposure.plus(
                    position.entryPrice().times(position.quantity().shares()));
        }
        return new CustomerDetail(
                CustomerView.of(customer),
                portfolios.of(user).map(CustomerDetail.WalletView::of).orElse(null),
                CustomerDetail.UseView.ofPositions(limits, open.size()),
                CustomerDetail.UseView.ofExposure(limits, exposure),
                watchedUntil(user));
    }

    private @Nullable Instant watchedUntil(UserId user) {
        OptionalLong seen = lastSeen.of(user);
        return seen.isPresent() ? Instant.ofEpochMilli(seen.getAsLong()) : null;
    }

    List<ValuedHolding> holdings(UserId user) {
        return portfolios.holdings(user);
    }

    /** Open positions, the latest first. */
    List<PositionView> open(UserId user, long before, int limit) {
        return priced(positions.openOf(user).stream()
                .filter(one -> one.id().value() < before)
                .sorted((one, other) ->
                        Long.compare(other.id().value(), one.id().value()))
                .limit(limit)
                .toList());
    }

    /** Closed positions, the latest first. */
    List<PositionView> closed(UserId user, long before, int limit) {
        return priced(history.closed(user, PositionFilter.ALL, before, limit));
    }

    private List<PositionView> priced(List<Position> list) {
        Map<InstrumentId, Instrument> prices =
                instruments
                        .find(list.stream().map(Position::instrument).distinct().toList())
                        .stream()
                        .collect(Collectors.toMap(Instrument::id, Function.identity()));
        Map<PositionId, Price> stops =
                trailing.of(list, prices.values().stream().collect(Collectors.toMap(Instrument::id, Instrument::seq)));
        return list.stream()
                .map(one -> {
                    Instrument instrument = prices.get(one.instrument());
                    return PositionView.of(one, instrument == null ? null : instrument.price(), stops.get(one.id()));
                })
                .toList();
    }
}
