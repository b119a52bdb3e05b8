package touchline.api.stream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.catalogue.EventView;
import touchline.api.contract.SchemaName;
import touchline.api.contract.StreamedEvents;
import touchline.api.trading.PositionView;
import touchline.market.halt.HaltMode;
import touchline.market.matchfeed.FixtureId;
import touchline.market.news.News;

/** The events of the market stream. */
public sealed interface StreamEvent {

    /** A price has changed; {@code seq} numbers an instrument's prices, without gaps for a client that keeps up. */
    @StreamedEvents.Named("price")
    @SchemaName("PriceEvent")
    record Priced(String id, long seq, String price, Instant at) implements StreamEvent {}

    /** The feed has reported or corrected an event of a match. */
    @StreamedEvents.Named("match-event")
    @SchemaName("MatchEventEvent")
    record Happened(String fixtureId, EventView event, Instant at) implements StreamEvent {}

    /** Trading in an instrument stops, or goes on. */
    @StreamedEvents.Named("frozen")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("FrozenEvent")
    record Frozen(
            String id,
            boolean frozen,
            @Nullable String fixtureId,
            @Nullable String why,
            Instant at) implements StreamEvent {}

    /**
     * An operator or the circuit breaker halts trading in an instrument, changes the halt, or ends it.
     *
     * @param mode what is refused: {@code BUYING}, {@code CLOSE_ONLY} or {@code EVERYTHING}; null if nothing is halted any more
     */
    @StreamedEvents.Named("halted")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("HaltedEvent")
    record Halted(String id, boolean halted, @Nullable HaltMode mode, Instant at) implements StreamEvent {}

    /** One of the user's positions, as {@code GET /v1/positions/{id}} shows it; {@code unrealisedPnl} is null, and {@code trailingStop} after a part was closed. */
    @StreamedEvents.Named("position")
    @SchemaName("PositionEvent")
    record Positioned(@JsonUnwrapped PositionView position) implements StreamEvent {}

    /** The match of an instrument is settled: all shares in it are sold, and positions closed. */
    @StreamedEvents.Named("settled")
    @SchemaName("SettledEvent")
    record Settled(String id, String fixtureId, Instant at) implements StreamEvent {}

    /** One of the user's orders waits or rests, is triggered, changed, filled, rejected or cancelled, or expires. */
    @StreamedEvents.Named("order")
    @SchemaName("OrderEvent")
    record Ordered(@JsonUnwrapped OrderChangeView order) implements StreamEvent {}

    /** One of the user's requests to open or to close a position waits or rests, is triggered, changed, executed, rejected or cancelled, or expires. */
    @StreamedEvents.Named("position-request")
    @SchemaName("PositionRequestEvent")
    record PositionRequested(@JsonUnwrapped PositionRequestView request) implements StreamEvent {}

    /** The user's money after it has moved. */
    @StreamedEvents.Named("wallet")
    @SchemaName("WalletEvent")
    record Paid(String cash, String held, Instant at) implements StreamEvent {}

    /** Some events were lost: the client reads its state again. */
    @StreamedEvents.Named("resync")
    @SchemaName("ResyncEvent")
    record Resync(String why) implements StreamEvent {}

    static StreamEvent of(News news) {
        if (news instanceof News.Priced priced) {
            return new Priced(
                    priced.instrument().toString(), priced.seq(), priced.price().toString(), priced.at());
        }
        if (news instanceof News.Happened happened) {
            return new Happened(
                    happened.fixture().toString(),
                    EventView.of(happened.event(), happened.applied(), happened.at()),
                    happened.at());
        }
        if (news instanceof News.Frozen frozen) {
            FixtureId fixture = frozen.fixture();
            return new Frozen(
                    frozen.instrument().toString(),
                    frozen.frozen(),
                    fixture == null ? null : fixture.toString(),
                    frozen.why(),
                    frozen.at());
        }
        if (news instanceof News.Halted halted) {
            return new Halted(halted.instrument().toString(), halted.mode() != null, halted.mode(), halted.at());
        }
        if (news instanceof News.PositionChanged changed) {
            // The best price since the levels were set is not in the entry, and where the stop was then would be too
            // far off.
            return new Positioned(
                    changed.isSplit()
                            ? PositionView.of(changed.position(), null, null)
                            : PositionView.of(changed.position(), null));
        }
        if (news instanceof News.Settled settled) {
            return new Settled(
                    settled.instrument().toString(), settled.fixture().toString(), settled.at());
        }
        if (news instanceof News.OrderChanged changed) {
            return new Ordered(OrderChangeView.of(changed));
        }
        if (news instanceof News.PositionRequestChanged changed) {
            return new PositionRequested(PositionRequestView.of(changed));
        }
        if (news instanceof News.WalletChanged wallet) {
            return new Paid(wallet.cash().toString(), wallet.held().toString(), wallet.at());
        }
        throw new IllegalStateException("there is no other news");
    }
}
