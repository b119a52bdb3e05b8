package touchline.market.correction;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketRules;
import touchline.market.Refusal;
import touchline.market.customer.AdjustmentBooking;
import touchline.market.fixture.MatchEvents;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/** Executes approved corrections, each once within a day however often it is called. Thread-safe. */
public final class CorrectionExecution {
    /** As long as Redis keeps a match after its settlement. */
    private static final Duration VOIDS_KEPT = Duration.ofDays(14);

    private static final LuaScript SET_PRICE = LuaScript.beside(CorrectionExecution.class, "price_set");
    private static final LuaScript CANCEL_ORDER = LuaScript.beside(CorrectionExecution.class, "order_cancel");

    private final Jdbi jdbi;
    private final UnifiedJedis redis;
    private final MarketRules rules;
    private final MatchEvents events;
    private final SettlementRequests settlements;

    public CorrectionExecution(
            Jdbi jdbi, UnifiedJedis redis, MarketRules rules, MatchEvents events, SettlementRequests settlements) {
        this.jdbi = jdbi;
        this.redis = redis;
        this.rules = rules;
        this.events = events;
        this.settlements = settlements;
    }

    /** Executes a correction; returns why the market refuses it, empty where it is done. */
    public Optional<Refusal> execute(Correction correction) {
        CorrectionTarget target = correction.target();
        return switch (target.kind()) {
            case VOID_EVENT, VOID_BUMP -> voidEvent(correction.id(), target);
            case SET_PRICE -> setPrice(correction, target);
            case CANCEL_ORDER -> cancelOrder(correction, target.tradeId());
            case CANCEL_CLOSE -> cancelClose(correction, target.tradeId());
            case SETTLE_FIXTURE, VOID_FIXTURE ->
                settlements.request(FixtureId.of(target.fixtureId()), target.settlement(), correction);
        };
    }

    /** First the book, then Redis: a poll in between gives the event its bumps, and this takes them back. */
    private Optional<Refusal> voidEvent(long id, CorrectionTarget target) {
        FixtureId fixture = FixtureId.of(target.fixtureId());
        writeVoids(fixture, target.eventId(), jdbi.inTransaction(book -> {
            EventVoidRepository.add(book, id, target);
            return EventVoidRepository.of(book, fixture);
        }));
        Optional<Refusal> refusal = events.applyAgain(fixture, target.eventId())
                .map(applied -> switch (applied) {
                    case APPLIED, UNCHANGED, STALE, SET_ASIDE -> Optional.<Refusal>empty();
                    case WAITS -> Optional.of(Refusal.INSTRUMENT_FROZEN);
                    case LATE -> Optional.of(Refusal.MARKET_OVER);
                })
                .orElse(Optional.of(Refusal.NOT_FOUND));
        if (refusal.filter(why -> why != Refusal.INSTRUMENT_FROZEN).isPresent()) {
            writeVoids(fixture, target.eventId(), jdbi.inTransaction(book -> {
                EventVoidRepository.remove(book, id);
                return EventVoidRepository.of(book, fixture);
            }));
        }
        return refusal;
    }

    private void writeVoids(FixtureId fixture, long event, Map<String, String> voids) {
        String value = voids.get(Long.toString(event));
        if (value == null) {
            redis.hdel(Keys.eventVoids(fixture), Long.toString(event));
        } else {
            redis.hset(Keys.eventVoids(fixture), Long.toString(event), value);
            redis.expire(Keys.eventVoids(fixture), VOIDS_KEPT.toSeconds());
        }
    }

    private Optional<Refusal> setPrice(Correction correction, CorrectionTarget target) {
        String instrument = Long.toString(target.instrumentId());
        return refusal(SET_PRICE.run(
                redis,
                List.of(Keys.instrument(instrument), Keys.OUTBOX_TRADES, Keys.OUTBOX_TICKS),
                List.of(
                        instrument,
                        Long.toString(target.newPrice()),
                        Long.toString(rules.floor().tenThousandths()),
                        Long.toString(rules.cap().tenThousandths()),
                        Integer.toString(rules.limits().bandBps()),
                        correction.reference(),
                        Keys.correction(correction.id()))));
    }

    private Optional<Refusal> cancelOrder(Correction correction, long id) {
        Optional<CorrectedTradeQuery.FilledOrder> order = jdbi.withHandle(book -> CorrectedTradeQuery.order(book, id));
        if (order.isEmpty()) {
            return Optional.of(Refusal.NOT_FOUND);
        }
        CorrectedTradeQuery.FilledOrder one = order.get();
        return refusal(CANCEL_ORDER.run(
                redis,
                List.of(
                        Keys.instrument(one.instrument()),
                        Keys.holding(one.user()),
                        Keys.holdingCost(one.user()),
                        Keys.holders(one.instrument()),
                        Keys.wallet(one.user()),
                        Keys.IDS),
                List.of(
                        one.user().value(),
                        one.instrument().toString(),
                        one.side(),
                        Long.toString(one.quantity()),
                        Long.toString(one.amount()),
                        Long.toString(one.fee()),
                        Long.toString(one.realised()),
                        correction.reference(),
                        Keys.correction(correction.id()))));
    }

    private Optional<Refusal> cancelClose(Correction correction, long id) {
        Optional<CorrectedTradeQuery.ClosedPosition> position =
                jdbi.withHandle(book -> CorrectedTradeQuery.position(book, id));
        if (position.isEmpty()) {
            return Optional.of(Refusal.NOT_FOUND);
        }
        return new AdjustmentBooking(redis)
                .book(
                        position.get().user(),
                        position.get().refund(),
                        correction.reference(),
                        Keys.correction(correction.id()))
                .match(done -> Optional.<Refusal>empty(), Optional::of);
    }

    private static Optional<Refusal> refusal(Reply reply) {
        return reply.is("refused") ? Optional.of(reply.refusal()) : Optional.empty();
    }
}
