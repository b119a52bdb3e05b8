package touchline.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import touchline.market.exposure.Exposures;
import touchline.market.money.Money;
import touchline.market.position.rule.Direction;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.spot.Side;

/** What the house can lose on an instrument. */
class HouseBudgetTest extends LimitsSetup {
    private static final LuaScript WORST_CASE = LuaScript.beside(HouseBudgetTest.class, "worst_case");

    /** Ten shares and ten longs lose the house 50 coins each where the base can rise by a half; a short as much where it can fall. */
    @Test
    void theHouseRisksNoMoreThanItsBudgetOnAnInstrument() {
        Limits limits = new Limits(0, NONE, NONE, Money.coins(1_001), 5_000);
        order(limits, alice, Side.BUY, 10).orThrow();
        position(limits, alice, Direction.LONG, 9).orThrow();
        assertBeyond(position(limits, bob, Direction.LONG, 2), MarketLimit.INSTRUMENT_BUDGET, 10_010_000, 9_500_950);
        assertThat(refusal(order(limits, bob, Side.BUY, 2))).isEqualTo(Refusal.EXPOSURE_LIMIT);
        position(limits, bob, Direction.SHORT, 1).orThrow();

        assertThat(refusal(position(limits, bob, Direction.SHORT, 1)))
                .as("what one side could win is not set against what the other could lose")
                .isEqualTo(Refusal.EXPOSURE_LIMIT);
    }

    /** In a match the band lies around the base with which it began, so that it leaves less room the further the base has come. */
    @Test
    void theBandLiesAroundTheBaseWithWhichTheMatchBegan() {
        Limits limits = new Limits(0, NONE, NONE, Money.coins(550), 5_000);
        market.redis.hset(
                "instrument:1", "match_base_price", "900000"); // top 135, 35 above the price of 100; bottom 45
        position(limits, alice, Direction.LONG, 15).orThrow();
        assertThat(refusal(position(limits, alice, Direction.LONG, 1))).isEqualTo(Refusal.EXPOSURE_LIMIT);

        market.redis.hset(
                "instrument:1",
                "match_base_price",
                "600000"); // the price is above the top: nothing more to lose by rises
        position(limits, alice, Direction.LONG, 100).orThrow();
        assertThat(refusal(position(limits, alice, Direction.SHORT, 8))).isEqualTo(Refusal.EXPOSURE_LIMIT);
    }

    @Test
    void theWorstCaseIsExactWhateverTheNumbers() {
        Random random = new Random(2026);
        for (int n = 0; n < 2_000; n++) {
            boolean extreme = n % 10 == 0;
            long base = extreme ? MarketRules.MAX_BASE_PRICE : 1 + random.nextLong(MarketRules.MAX_BASE_PRICE);
            long matchBase = extreme ? MarketRules.MAX_BASE_PRICE : 1 + random.nextLong(MarketRules.MAX_BASE_PRICE);
            long depth = extreme ? MarketRules.MAX_DEPTH : 2 + random.nextLong(MarketRules.MAX_DEPTH - 1);
            long flow = extreme ? depth / 2 : random.nextLong(depth / 2 + 1);
            long longs = extreme ? depth / 2 : random.nextLong(depth / 2 + 1);
            long shorts = extreme ? depth / 2 : random.nextLong(depth / 2 + 1);
            long band = extreme ? 10_000 : random.nextLong(10_001);

            Reply reply = WORST_CASE.run(
                    market.redis,
                    List.of(),
                    LongStream.of(base, matchBase, flow, depth, longs, shorts, band)
                            .mapToObj(Long::toString)
                            .toList());

            assertThat(reply.text(1))
                    .isEqualTo(worstCase(base, matchBase, flow, depth, longs, shorts, band)
                            .toString());
            if (n % 20 == 0) {
                assertShownAsCounted(base, matchBase, flow, depth, longs, shorts, band);
            }
        }
    }

    /** Operators are shown the figure that the limit counts. */
    private void assertShownAsCounted(
            long base, long matchBase, long flow, long depth, long longs, long shorts, long band) {
        Map<String, String> fields = new HashMap<>();
        fields.put("live_base_price", Long.toString(base));
        fields.put("match_base_price", Long.toString(matchBase));
        fields.put("net_flow", Long.toString(flow));
        fields.put("depth", Long.toString(depth));
        fields.put("long_open", Long.toString(longs));
        fields.put("short_open", Long.toString(shorts));
        market.redis.hset("instrument:1", fields);
        Exposures exposures =
                new Exposures(market.redis, new Limits(0, NONE, NONE, Money.coins(1), Math.toIntExact(band)));
        assertThat(exposures.find(player).orElseThrow().worst().total().tenThousandths())
                .isEqualTo(worstCase(base, matchBase, flow, depth, longs, shorts, band)
                        .longValueExact());
    }

    private static BigInteger worstCase(
            long base, long matchBase, long flow, long depth, long longs, long shorts, long band) {
        BigInteger around = big(matchBase).multiply(big(band)).divide(big(10_000));
        BigInteger price = price(big(base), flow, depth);
        BigInteger up =
                price(big(matchBase).add(around), flow, depth).subtract(price).max(BigInteger.ZERO);
        BigInteger down = price.subtract(price(big(matchBase).subtract(around), flow, depth))
                .max(BigInteger.ZERO);
        return up.multiply(big(flow + longs)).add(down.multiply(big(shorts)));
    }

    private static BigInteger price(BigInteger base, long flow, long depth) {
        return base.multiply(big(depth + flow)).shiftLeft(1).add(big(depth)).divide(big(2 * depth));
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }
}
