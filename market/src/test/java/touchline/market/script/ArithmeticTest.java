package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.stores.junit.TestStores;

/** The scripts' arithmetic, held to BigInteger over the whole range that the rules allow, its corners included. */
@NullUnmarked
class ArithmeticTest {
    private static final LuaScript ARITHMETIC = LuaScript.beside(ArithmeticTest.class, "arithmetic");
    private static TestStores stores;
    private static RedisClient redis;

    @BeforeContainer
    static void open() {
        stores = TestStores.open();
        redis = RedisClient.create(stores.redisUrl());
    }

    @AfterContainer
    static void close() {
        redis.close();
        stores.close();
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void theCurveIsExact(@ForAll("curves") Tuple.Tuple4<Long, Long, Long, Long> curve) {
        BigInteger base = big(curve.get1());
        BigInteger depth = big(curve.get2());
        BigInteger f = big(curve.get3());
        BigInteger q = big(curve.get4());

        Reply reply = ARITHMETIC.run(
                redis, List.of(), List.of("curve", base.toString(), depth.toString(), f.toString(), q.toString()));

        BigInteger twice = depth.shiftLeft(1);
        BigInteger bent = base.multiply(f.multiply(q).shiftLeft(1).add(q.multiply(q)));
        BigInteger straight = base.multiply(q);
        assertThat(reply.text(1))
                .as("cost")
                .isEqualTo(straight.add(ceil(bent, twice)).toString());
        assertThat(reply.text(2))
                .as("proceeds of selling the same shares")
                .isEqualTo(straight.add(bent.divide(twice)).toString());
        assertThat(reply.text(3))
                .as("price")
                .isEqualTo(base.multiply(depth.add(f))
                        .shiftLeft(1)
                        .add(depth)
                        .divide(twice)
                        .toString());
        assertThat(reply.text(4))
                .as("average")
                .isEqualTo(base.add(base.multiply(f).divide(twice)).toString());
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void aShareInBasisPointsIsRoundedUp(
            @ForAll @LongRange(min = 0, max = 2_000_000_000_000_000L) long amount,
            @ForAll @LongRange(min = 0, max = 10_000) long bps) {
        Reply reply = ARITHMETIC.run(redis, List.of(), List.of("bps", Long.toString(amount), Long.toString(bps)));

        assertThat(reply.text(1))
                .isEqualTo(ceil(big(amount).multiply(big(bps)), big(10_000)).toString());
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void divisionIsExactUpTo2To53(
            @ForAll @LongRange(min = 0, max = (1L << 53) - 1_000_001) long a,
            @ForAll @LongRange(min = 1, max = 1_000_000) long b) {
        Reply reply = ARITHMETIC.run(redis, List.of(), List.of("div", Long.toString(a), Long.toString(b)));

        assertThat(reply.number(1)).isEqualTo(a / b);
        assertThat(reply.number(2)).isEqualTo(a / b + (a % b == 0 ? 0 : 1));
    }

    private static BigInteger ceil(BigInteger a, BigInteger b) {
        return a.add(b).subtract(BigInteger.ONE).divide(b);
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    @Provide
    Arbitrary<Tuple.Tuple4<Long, Long, Long, Long>> curves() {
        return Arbitraries.longs()
                .between(2, MarketRules.MAX_DEPTH)
                .edgeCases(e -> e.add(MarketRules.MAX_DEPTH))
                .flatMap(depth -> Arbitraries.longs()
                        .between(1, MarketRules.MAX_BASE_PRICE)
                        .edgeCases(e -> e.add(MarketRules.MAX_BASE_PRICE))
                        .flatMap(base -> Arbitraries.longs()
                                .between(0, depth / 2 - 1)
                                .flatMap(f -> Arbitraries.longs()
                                        .between(1, depth / 2 - f)
                                        .map(q -> Tuple.of(base, depth, f, q)))));
    }
}
