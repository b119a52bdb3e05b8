package touchline.market.correction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketRules;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Positions;
import touchline.market.settlement.SettlementDecision;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.wallet.UserId;

/** Reckons what a correction would do now. Changes nothing. Thread-safe. */
public final class CorrectionPreviews {
    private static final Pattern BUMP = Pattern.compile("(\\d+):(-?\\d+):(-?\\d+)");

    private final Jdbi jdbi;
    private final UnifiedJedis redis;
    private final Instruments instruments;
    private final Positions positions;
    private final MarketRules rules;
    private final SettlementPreviews settlements;

    public CorrectionPreviews(
            Jdbi jdbi,
            UnifiedJedis redis,
            Instruments instruments,
            Positions positions,
            MarketRules rules,
            SettlementPreviews settlements) {
        this.jdbi = jdbi;
        this.redis = redis;
        this.instruments = instruments;
        this.positions = positions;
        this.rules = rules;
        this.settlements = settlements;
    }

    public CorrectionPreview of(CorrectionTarget target) {
        return switch (target.kind()) {
            case VOID_EVENT -> event(target, null);
            case VOID_BUMP -> event(target, target.instrumentId());
            case SET_PRICE -> price(target);
            case CANCEL_ORDER -> order(target.tradeId());
            case CANCEL_CLOSE -> close(target.tradeId());
            case SETTLE_FIXTURE, VOID_FIXTURE -> settlement(FixtureId.of(target.fixtureId()), target.settlement());
        };
    }

    private CorrectionPreview event(CorrectionTarget target, @Nullable Long only) {
        String kept = redis.hget(Keys.eventBumps(target.fixtureId()), Long.toString(target.eventId()));
        if (kept == null) {
            return CorrectionPreview.impossible("No such event is known in this match.");
        }
        List<String> match = redis.hmget(Keys.fixture(target.fixtureId()), "whistle", "settled", "settling");
        if (match.stream().anyMatch(field -> field != null)) {
            return CorrectionPreview.impossible(
                    "The match is over, so no price moves any more. Cancel orders and closes, or adjust customers' cash.");
        }
        Map<Long, Long> bumps = bumps(kept);
        bumps.keySet().removeIf(id -> only != null && !only.equals(id));
        if (bumps.isEmpty()) {
            return CorrectionPreview.impossible("The event moves no price" + (only == null ? "." : " of this player."));
        }
        PriceEffects effects = new PriceEffects(redis, positions);
        String objection = null;
        for (Map.Entry<Long, Long> bump : bumps.entrySet()) {
            Optional<Instrument> found = instruments.find(InstrumentId.of(bump.getKey()));
            if (found.isPresent()) {
                objection =
                        isHeld(found.get()) ? "An operator's freeze or a settlement holds a player of it." : objection;
                effects.move(found.get(), withoutBump(found.get(), bump.getValue()), null, 0);
            }
        }
        long closed = jdbi.withHandle(book ->
                CorrectedTradeQuery.closedByLevelsSince(book, target.fixtureId(), target.eventId(), bumps.keySet()));
        if (closed > 0) {
            effects.say(
                    closed
                            + " positions were closed by their levels or washed out since. They stay closed: cancel those closes one by one.");
        }
        return effects.preview(objection);
    }

    /** Instrument to the change of its base that the event gave. */
    private static Map<Long, Long> bumps(String kept) {
        Map<Long, Long> bumps = new LinkedHashMap<>();
        Matcher bump = BUMP.matcher(kept.substring(kept.indexOf('|') + 1));
        while (bump.find()) {
            bumps.merge(Long.valueOf(bump.group(1)), Long.valueOf(bump.group(3)), Math::addExact);
        }
        bumps.values().removeIf(given -> given == 0);
        return bumps;
    }

    private long withoutBump(Instrument instrument, long given) {
        List<String> i = redis.hmget(Keys.instrument(instrument.id()), "below_floor", "match_base_price");
        long owed = PriceEffects.number(i.get(0));
        PriceBounds bounds = PriceBounds.of(rules, matchBase(instrument, i.get(1)));
        long base = instrument.curve().basePrice().tenThousandths();
        return priceAt(
                instrument,
                bounds.clamp(base - owed - given),
                instrument.curve().netFlow());
    }

    private static @Nullable Long matchBase(Instrument instrument, @Nullable String text) {
        return instrument.fixture() == null || text == null ? null : Long.valueOf(text);
    }

    /** As curve.lua rounds it. */
    private static long priceAt(Instrument instrument, long base, long flow) {
        long depth = instrument.curve().depth();
        return Math.max(1, (2 * base * (depth + flow) + depth) / (2 * depth));
    }

    private boolean isHeld(Instrument instrument) {
        String why = instrument.trading().frozenBecause();
        return "settlement".equals(why) || "halted".equals(why);
    }

    private static boolean isOver(Instrument instrument) {
        String why = instrument.trading().frozenBecause();
        return "settlement".equals(why) || "market-over".equals(why);
    }

    private CorrectionPreview price(CorrectionTarget target) {
        Optional<Instrument> found = instruments.find(InstrumentId.of(target.instrumentId()));
        if (found.isEmpty()) {
            return CorrectionPreview.impossible("No player has this id.");
        }
        Instrument instrument = found.get();
        long depth = instrument.curve().depth();
        long flow = instrument.curve().netFlow();
        long base = (2 * target.newPrice() * depth + depth + flow) / (2 * (depth + flow));
        PriceBounds bounds = PriceBounds.of(
                rules, matchBase(instrument, redis.hget(Keys.instrument(instrument.id()), "match_base_price")));
        PriceEffects effects = new PriceEffects(redis, positions);
        effects.move(instrument, priceAt(instrument, Math.max(1, base), flow), null, 0);
        if (isOver(instrument)) {
            return effects.preview("The player's match is over: it is settled at the prices of the whistle.");
        }
        return effects.preview(
                bounds.contain(base)
                        ? null
                        : "The price has to be between " + Price.of(priceAt(instrument, bounds.lowest(), flow))
                                + " and "
                                + Price.of(priceAt(instrument, bounds.highest(), flow))
                                + ": the house's worst case counts with this band.");
    }

    private CorrectionPreview order(long id) {
        Optional<CorrectedTradeQuery.FilledOrder> order = jdbi.withHandle(book -> CorrectedTradeQuery.order(book, id));
        Optional<Instrument> found = order.flatMap(one -> instruments.find(one.instrument()));
        if (order.isEmpty() || found.isEmpty()) {
            return CorrectionPreview.impossible("No filled order of a customer has this id.");
        }
        CorrectedTradeQuery.FilledOrder one = order.get();
        Instrument instrument = found.get();
        long flow = instrument.curve().netFlow();
        long after = one.isPurchase() ? Math.max(0, flow - one.quantity()) : flow + one.quantity();
        long price = priceAt(instrument, instrument.curve().basePrice().tenThousandths(), after);
        long held = PriceEffects.number(
                redis.hget(Keys.holding(one.user()), one.instrument().toString()));
        PriceEffects effects = new PriceEffects(redis, positions);
        effects.move(instrument, price, one.user(), one.isPurchase() ? one.quantity() : 0);
        if (one.isPurchase() && held >= one.quantity() && held - heldBack(one) < one.quantity()) {
            effects.say("The customer's resting sales are cancelled, the newest first, until its shares are free.");
        }
        long worth = Math.multiplyExact(instrument.price().tenThousandths(), one.quantity());
        effects.add(one.user(), one.isPurchase() ? one.amount() + one.fee() - worth : worth - one.amount() + one.fee());
        return effects.preview(objection(one, instrument, held));
    }

    private long heldBack(CorrectedTradeQuery.FilledOrder order) {
        return PriceEffects.number(redis.hget(
                Keys.reserved(order.user().value()), order.instrument().toString()));
    }

    private @Nullable String objection(CorrectedTradeQuery.FilledOrder order, Instrument instrument, long held) {
        if (isOver(instrument)) {
            return "The player's match is over: its shares are sold at the prices of the whistle.";
        }
        if (order.isPurchase() && held < order.quantity()) {
            return "The customer holds only " + held + " of the " + order.quantity() + " shares.";
        }
        long cash = PriceEffects.number(redis.hget(Keys.wallet(order.user()), "cash"));
        return order.isPurchase() || cash >= order.amount() - order.fee()
                ? null
                : "The customer can't pay the proceeds back.";
    }

    /** That the match is over by now is no objection: then it is settled as the rules say. */
    private CorrectionPreview settlement(FixtureId fixture, SettlementKind kind) {
        Optional<SettlementPreviews.Preview> preview = settlements.of(fixture, kind);
        if (preview.isEmpty()) {
            return CorrectionPreview.impossible("No fixture has this id.");
        }
        PriceEffects effects = new PriceEffects(redis, positions);
        preview.get().effects().forEach((user, amount) -> effects.add(user, amount.tenThousandths()));
        SettlementDecision decision = preview.get().decision();
        if (decision instanceof SettlementDecision.Guarded guarded) {
            effects.say(guarded.why() + ".");
        }
        effects.say(preview.get().words() + ".");
        return effects.preview(decision instanceof SettlementDecision.Refused refused ? refused.why() + "." : null);
    }

    private CorrectionPreview close(long id) {
        Optional<CorrectedTradeQuery.ClosedPosition> position =
                jdbi.withHandle(book -> CorrectedTradeQuery.position(book, id));
        if (position.isEmpty()) {
            return CorrectionPreview.impossible("No closed position has this id.");
        }
        UserId user = position.get().user();
        Money amount = position.get().refund();
        PriceEffects effects = new PriceEffects(redis, positions);
        effects.add(user, amount.tenThousandths());
        if (amount.tenThousandths() == 0) {
            return effects.preview("The position had neither profit nor loss.");
        }
        long cash = PriceEffects.number(redis.hget(Keys.wallet(user), "cash"));
        return effects.preview(cash + amount.tenThousandths() < 0 ? "The customer can't pay the profit back." : null);
    }
}
