package touchline.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.market.Limits;
import touchline.market.exposure.Exposures;
import touchline.market.money.Money;
import touchline.scheduler.alert.rule.AlertSource;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class ExposureSourceTest {
    @Test
    void namesInstrumentsFromEightyPercentOfTheBudgetOn(TestStores stores) {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            redis.flushAll();
            instrument(redis, "41", "79");
            instrument(redis, "42", "80");

            assertThat(new ExposureSource(exposures(redis, Money.coins(5_000)), 0.8).now())
                    .containsExactly(
                            new AlertSource.Condition(
                                    "instrument 42",
                                    "the house could lose 4000.0000 coins on Player 42 (Town), 80 % of its budget of 5000.0000"));
            assertThat(new ExposureSource(exposures(redis, Money.ZERO), 0.8).now())
                    .as("without a budget")
                    .isEmpty();
        }
    }

    private static Exposures exposures(RedisClient redis, Money budget) {
        return new Exposures(redis, new Limits(0, Money.ZERO, Money.ZERO, budget, 5_000));
    }

    /** At 100 coins, so that each long can gain 50. */
    private static void instrument(RedisClient redis, String id, String longs) {
        redis.sadd("instruments", id);
        redis.hset(
                "instrument:" + id,
                Map.of(
                        "name", "Player " + id,
                        "team", "Town",
                        "price", "1000000",
                        "live_base_price", "1000000",
                        "net_flow", "0",
                        "depth", "100000",
                        "long_open", longs));
    }
}
