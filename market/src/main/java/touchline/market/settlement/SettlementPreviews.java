package touchline.market.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
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
import touchline.market.wallet.UserId;

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
            return counted(count, one, many) + " (" + counted(shares, "share", "shares") + ") for " + paid + " coins";
        }
    }

    /**
     * What a settlement would do.
     *
     * @param decision whether it is allowed as things are
     * @param waiting requests that wait out the in-play delay and would be refused
     * @param effects what it makes final for each user, negative for a loss: at full time the profit or loss; void, the difference to full time at the prices of now
     */
    public record Preview(
            Fixture fixture,
            SettlementKind kind,
            SettlementDecision decision,
            Part longs,
            Part shorts,
            Part holdings,
            long waiting,
            Map<UserId, Money> effects) {

        /** In one sentence. */
        public String words() {
            return kind + " would close " + longs.words("long position", "long positions") + " and "
                    + shorts.words("short position", "short positions") + ", sell "
                    + holdings.words("holding", "holdings") + " and refuse "
                    + counted(waiting, "waiting request", "waiting requests") + "; "
                    + "nothing of the match is traded before it is over, and its events move no price";
        }
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** Empty where there is no such fixture. */
    public Optional<Preview> of(FixtureId id, SettlementKind kind) {
        return fixtures.find(id).map(fixture -> reckon(fixture, kind));
    }

    private Preview reckon(Fixture fixture, SettlementKind kind) {
        Map<Direction, Part> open = new EnumMap<>(Direction.class);
        open.put(Direction.LONG, Part.NONE);
        open.put(Direction.SHORT, Part.NONE);
        Map<UserId, Money> effects = new HashMap<>();
        Part holdings = Part.NONE;
        for (String id : redis.smembers(Keys.instrumentsOfFixture(fixture.id()))) {
            InstrumentId instrument = InstrumentId.parse(id);
            Prices prices = prices(instrument, kind);
            for (Position position : positions.openOn(instrument)) {
                Money played = payout(position, prices.price());
                Money paid = kind == SettlementKind.VOID ? position.margin() : played;
                Money usual = kind == SettlementKind.VOID ? played : position.margin();
                effects.merge(position.user(), paid.minus(usual), Money::plus);
                open.computeIfPresent(
                        position.direction(),
                        (direction, part) -> part.plus(position.quantity().shares(), position.margin(), paid));
            }
            for (Held held : holdings(instrument)) {
                Money paid = Money.of(prices.spot() * held.quantity());
                Money usual =
                        kind == SettlementKind.VOID ? Money.of(prices.playedSpot() * held.quantity()) : held.cost();
                holdings = holdings.plus(held.quantity(), held.cost(), paid);
                effects.merge(held.user(), paid.minus(usual), Money::plus);
            }
        }
        return new Preview(
                fixture,
                kind,
                guard.decide(fixture.id(), kind),
                open.getOrDefault(Direction.LONG, Part.NONE),
                open.getOrDefault(Direction.SHORT, Part.NONE),
                holdings,
                waiting(fixture.id()),
                effects);
    }

    private record Held(UserId user, long quantity, Money cost) {}

    /** A holding that is being read. */
    private record Pending(String user, Response<String> quantity, Response<String> cost) {}

    private List<Held> holdings(InstrumentId instrument) {
        String id = instrument.toString();
        List<Pending> pending = new ArrayList<>();
        Set<String> holders = redis.smembers(Keys.holders(instrument));
        try (AbstractPipeline pipeline = redis.pipelined()) {
            holders.forEach(user -> pending.add(new Pending(
                    user, pipeline.hget(Keys.holding(user), id), pipeline.hget(Keys.holdingCost(user), id))));
        }
        List<Held> holdings = new ArrayList<>();
        for (Pending one : pending) {
            long quantity = number(one.quantity().get());
            long cost = number(one.cost().get());
            if (quantity > 0) {
                holdings.add(new Held(UserId.of(one.user()), quantity, Money.of(cost)));
            }
        }
        return holdings;
    }

    /**
     * The prices of a settlement.
     *
     * @param spot what each share would be sold at
     * @param playedSpot the same if the match were at full time
     */
    private record Prices(Price price, long spot, long playedSpot) {}

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
        boolean isOver = i.get(0) != null;
        Price price = isOver ? Price.of(number(i.get(0))) : Price.of(Math.max(1, number(i.get(2))));
        long played = isOver ? number(i.get(1)) : average(number(i.get(3)), i);
        if (kind == SettlementKind.FULL_TIME) {
            return new Prices(price, played, played);
        }
        long before = number(i.get(6) == null ? i.get(3) : i.get(6));
        return new Prices(price, average(before, i), played);
    }

    /** The average of the curve at a base. */
    private static long average(long basePrice, List<String> i) {
        BigInteger base = BigInteger.valueOf(basePrice);
        return base.add(base.multiply(BigInteger.valueOf(number(i.get(4))))
                        .divide(BigInteger.valueOf(Math.max(1, 2 * number(i.get(5))))))
                .longValue();
    }

    private static Money payout(Position position, Price price) {
        Money worth = position.margin().plus(position.pnlAt(price));
        return worth.compareTo(Money.ZERO) < 0 ? Money.ZERO : worth;
    }

    private long waiting(FixtureId fixture) {
        List<String> requests = Stream.of(Keys.WAITING, Keys.WAITING_ORDERS)
                .flatMap(queue -> redis.zrange(queue, 0, -1).stream())
                .toList();
        List<Response<String>> theirs;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            theirs = requests.stream()
                    .map(id -> pipeline.hget(Keys.request(id), "fixture"))
                    .toList();
        }
        return theirs.stream()
                .filter(one -> fixture.toString().equals(one.get()))
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
