package touchline.market.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;

/** Reckons what settling a fixture would close, sell and pay now. Changes nothing. Thread-safe. */
public final class SettlementPreviews {
    private final UnifiedJedis redis;
    private final FixtureRepository fixtures;
    private final Positions positions;
    private final SettlementGuard guard;

    public SettlementPreviews(Jdbi jdbi, UnifiedJedis redis, Positions positions, SettlementGuard guard) {
        this.redis = redis;
        this.fixtures = new FixtureRepository(jdbi);
        this.positions = positions;
        this.guard = guard;
    }

    /** Positions of one direction, or holdings: how many, of how many shares, what is in them, and what they would be paid. */
    public record Part(long count, long shares, Money invested, Money paid) {
        private static final Part NONE = new Part(0, 0, Money.ZERO, Money.ZERO);

        private Part plus(long quantity, Money in, Money out) {
            return new Part(count + 1, shares + quantity, invested.plus(in), paid.plus(out));
        }

        private String words(String one, String many) {
            return count + " " + (count == 1 ? one : many) + " (" + shares + " shares) for " + paid + " coins";
        }
    }

    /**
     * What a settlement would do.
     *
     * @param decision whether it is allowed as things are
     * @param waiting requests that wait out the in-play delay and would be refused
     */
    public record Preview(
            Fixture fixture,
            SettlementKind kind,
            SettlementDecision decision,
            Part longs,
            Part shorts,
            Part holdings,
            long waiting) {

        /** In one sentence. */
        public String words() {
            return kind + " would close " + longs.words("long position", "long positions") + " and "
                    + shorts.words("short position", "short positions") + ", sell "
                    + holdings.words("holding", "holdings") + " and refuse " + waiting + " waiting requests; "
                    + "nothing of the match is traded before it is over, and its events move no price";
        }
    }

    /** Empty where there is no such fixture. */
    public Optional<Preview> of(FixtureId id, SettlementKind kind) {
        return fixtures.find(id).map(fixture -> reckon(fixture, kind));
    }

    private Preview reckon(Fixture fixture, SettlementKind kind) {
        Map<Direction, Part> open = new EnumMap<>(Direction.class);
        open.put(Direction.LONG, Part.NONE);
        open.put(Direction.SHORT, Part.NONE);
        Part holdings = Part.NONE;
        for (String id : redis.smembers(Keys.instrumentsOfFixture(fixture.id()))) {
            InstrumentId instrument = InstrumentId.parse(id);
            Prices prices = prices(instrument, kind);
            for (Position position : positions.openOn(instrument)) {
                Money paid = kind == SettlementKind.VOID ? position.margin() : payout(position, prices.price());
                open.computeIfPresent(
                        position.direction(),
                        (direction, part) -> part.plus(position.quantity().shares(), position.margin(), paid));
            }
            holdings = holdings(holdings, instrument, prices.spot());
        }
        return new Preview(
                fixture,
                kind,
                guard.decide(fixture.id(), kind),
                open.getOrDefault(Direction.LONG, Part.NONE),
                open.getOrDefault(Direction.SHORT, Part.NONE),
                holdings,
                waiting(fixture.id()));
    }

    private Part holdings(Part sum, InstrumentId instrument, long spot) {
        Part holdings = sum;
        List<String> users = new ArrayList<>(redis.smembers(Keys.holders(instrument)));
        for (String user : users) {
            long quantity = number(redis.hget(Keys.holding(user), instrument.toString()));
            long cost = number(redis.hget(Keys.holdingCost(user), instrument.toString()));
            if (quantity > 0) {
                holdings = holdings.plus(quantity, Money.of(cost), Money.of(spot * quantity));
            }
        }
        return holdings;
    }

    private record Prices(Price price, long spot) {}

    /** Those of the whistle, or, before it, those of now; shares of a void match are sold at the base of before it. */
    private Prices prices(InstrumentId instrument, SettlementKind kind) {
        List<String> i = redis.hmget(
                Keys.instrument(instrument),
                "ft_price",
                "ft_spot",
                "price",
                "live_base_price",
                "net_flow",
                "depth",
                "match_base_price");
        boolean isVoid = kind == SettlementKind.VOID;
        if (i.get(0) != null && !isVoid) {
            return new Prices(Price.of(number(i.get(0))), number(i.get(1)));
        }
        BigInteger base = BigInteger.valueOf(number(isVoid && i.get(6) != null ? i.get(6) : i.get(3)));
        long spot = base.add(base.multiply(BigInteger.valueOf(number(i.get(4))))
                        .divide(BigInteger.valueOf(Math.max(1, 2 * number(i.get(5))))))
                .longValue();
        return new Prices(Price.of(Math.max(1, number(i.get(2)))), spot);
    }

    private static Money payout(Position position, Price price) {
        Money worth = position.margin().plus(position.pnlAt(price));
        return worth.compareTo(Money.ZERO) < 0 ? Money.ZERO : worth;
    }

    private long waiting(FixtureId fixture) {
        return Stream.of(Keys.WAITING, Keys.WAITING_ORDERS)
                .flatMap(queue -> redis.zrange(queue, 0, -1).stream())
                .filter(id -> fixture.toString().equals(redis.hget(Keys.request(id), "fixture")))
                .count();
    }

    /** 0 where it can't be read: a settlement sets that aside. */
    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }
}
