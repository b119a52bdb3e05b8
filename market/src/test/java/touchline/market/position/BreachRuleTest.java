package touchline.market.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;
import redis.clients.jedis.RedisClient;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.BreachScan;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;
import touchline.market.script.LuaScript;
import touchline.stores.junit.TestStores;

/** The breach rule exists in Java and in Lua. Both give the same result. */
@NullUnmarked
class BreachRuleTest {
    private static final LuaScript BREACH = LuaScript.beside(BreachRuleTest.class, "breach_of");
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

    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    void javaAndLuaAgree(@ForAll long seed) {
        Random random = new Random(seed);
        Direction direction = random.nextBoolean() ? Direction.LONG : Direction.SHORT;
        Levels levels = levels(random);
        long washOut = random.nextInt(4) == 0 ? 0 : 1L + random.nextInt(30);
        BreachScan scan = new BreachScan(direction, levels, washOut);
        for (long seq = 1; seq <= 6; seq++) {
            long price = 1L + random.nextInt(30);
            BestPrice before = scan.best();
            String lua = BREACH.run(
                            redis,
                            List.of(),
                            List.of(
                                    direction.name(),
                                    levels.toString(),
                                    Long.toString(washOut),
                                    Long.toString(seq),
                                    Long.toString(price),
                                    before == null ? "" : Long.toString(before.price()),
                                    before == null ? "" : Long.toString(before.afterSeq())))
                    .word();
            CloseReason java = scan.judge(seq, price);
            assertThat(lua).isEqualTo(java == null ? "none" : java.name());
        }
        assertThat(Levels.parse(levels.toString())).isEqualTo(levels);
    }

    private static Levels levels(Random random) {
        List<Levels.Level> history = new ArrayList<>();
        long seq = random.nextInt(3);
        for (int n = random.nextInt(4); n > 0; n--) {
            long trail = random.nextBoolean() ? 0 : 1L + random.nextInt(20);
            history.add(new Levels.Level(
                    seq,
                    random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(30),
                    random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(30),
                    trail,
                    trail == 0 ? 0 : 1L + random.nextInt(30)));
            seq += random.nextInt(4);
        }
        return new Levels(history);
    }
}
