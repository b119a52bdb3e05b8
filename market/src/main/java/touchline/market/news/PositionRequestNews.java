package touchline.market.news;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.market.Rejection;
import touchline.market.inplay.RequestState;
import touchline.market.money.Quantity;
import touchline.market.outbox.entry.TradesEntry;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;

/** Converts entries about requests to open or to close a position into news. */
final class PositionRequestNews {
    private static final String OPEN = "OPEN";
    private static final Pattern DIRECTION = Pattern.compile("(?:^| )direction=(LONG|SHORT)(?: |$)");

    private PositionRequestNews() {}

    /** Empty if the entry is not about such a request, or doesn't name its owner. */
    static Optional<News> of(TradesEntry entry) {
        if (entry instanceof TradesEntry.PositionRequestQueued queued) {
            return Optional.of(queued(queued));
        }
        if (entry instanceof TradesEntry.RequestChanged changed && !changed.isOfOrder()) {
            return Optional.of(changed(changed));
        }
        if (entry instanceof TradesEntry.RequestDecided decided && !decided.isOfOrder()) {
            return decided(decided);
        }
        return Optional.empty();
    }

    private static News queued(TradesEntry.PositionRequestQueued queued) {
        return new News.PositionRequestChanged(
                queued.id(),
                queued.user(),
                queued.instrument(),
                queued.kind().equals(OPEN),
                RequestState.PENDING,
                new News.PositionRequestDetail(
                        position(queued.position()),
                        queued.direction() == null ? null : Direction.valueOf(queued.direction()),
                        quantity(queued.quantity()),
                        Instant.ofEpochMilli(queued.executeAt()),
                        null),
                null,
                Instant.ofEpochMilli(queued.at()));
    }

    private static News changed(TradesEntry.RequestChanged changed) {
        RequestState state = RequestState.valueOf(changed.state());
        TradesEntry.RequestTerms terms = changed.terms();
        boolean opens = changed.kind().equals(OPEN);
        Matcher direction = DIRECTION.matcher(terms.written());
        return new News.PositionRequestChanged(
                changed.id(),
                changed.user(),
                changed.instrument(),
                opens,
                state,
                new News.PositionRequestDetail(
                        opens ? opened(changed.id(), state) : position(terms.position()),
                        direction.find() ? Direction.valueOf(direction.group(1)) : null,
                        quantity(terms.quantity()),
                        state == RequestState.PENDING ? Instant.ofEpochMilli(terms.executeAt()) : null,
                        OrderNews.terms(terms.conditions())),
                Rejection.kept(changed.problem(), changed.problemFacts()),
                Instant.ofEpochMilli(changed.at()));
    }

    private static Optional<News> decided(TradesEntry.RequestDecided decided) {
        TradesEntry.Owner owner = decided.owner();
        if (owner == null) {
            return Optional.empty();
        }
        RequestState state = RequestState.valueOf(decided.state());
        boolean opens = decided.kind().equals(OPEN);
        return Optional.of(new News.PositionRequestChanged(
                decided.id(),
                owner.user(),
                owner.instrument(),
                opens,
                state,
                new News.PositionRequestDetail(
                        opens ? opened(decided.id(), state) : position(owner.position()), null, null, null, null),
                Rejection.kept(decided.problem(), decided.problemFacts()),
                Instant.ofEpochMilli(decided.at())));
    }

    private static @Nullable PositionId opened(long id, RequestState state) {
        return state == RequestState.FILLED ? PositionId.of(id) : null;
    }

    private static @Nullable PositionId position(@Nullable Long id) {
        return id == null ? null : PositionId.of(id);
    }

    private static @Nullable Quantity quantity(@Nullable Long shares) {
        return shares == null || shares == 0 ? null : Quantity.of(shares);
    }
}
