package touchline.api.wiring;

import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketRules;
import touchline.market.instrument.Instruments;
import touchline.market.position.Positions;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.Wallets;

/** The services of the market. */
public record MarketServices(
        UnifiedJedis redis,
        Jdbi jdbi,
        MarketRules rules,
        Instruments instruments,
        SpotTrading spot,
        Positions positions,
        Wallets wallets) {

    public static MarketServices on(NodeContext context) {
        MarketRules rules = context.configuration().market().rules();
        UnifiedJedis redis = context.redis();
        return new MarketServices(
                redis,
                context.jdbi(),
                rules,
                new Instruments(redis),
                new SpotTrading(redis, rules),
                new Positions(redis, rules),
                new Wallets(redis));
    }
}
