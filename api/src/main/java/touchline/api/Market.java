package touchline.api;

import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketRules;
import touchline.market.instrument.Instruments;
import touchline.market.position.Positions;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.Wallets;

/** The services that trading is made of. */
record Market(
        UnifiedJedis redis,
        Jdbi jdbi,
        MarketRules rules,
        Instruments instruments,
        SpotTrading spot,
        Positions positions,
        Wallets wallets) {

    static Market on(Stage stage) {
        MarketRules rules = stage.configuration().market().rules();
        UnifiedJedis redis = stage.redis();
        return new Market(
                redis,
                stage.jdbi(),
                rules,
                new Instruments(redis),
                new SpotTrading(redis, rules),
                new Positions(redis, rules),
                new Wallets(redis));
    }
}
