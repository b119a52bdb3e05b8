package touchline.bench.scale;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;

/** A process that places orders for some seconds, and prints how many. */
final class ScaleClient {
    private ScaleClient() {}

    /** Arguments: the URL of Redis, and the number of the process. */
    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.OFF);
        int process = Integer.parseInt(args[1]);
        try (RedisClient redis = ScaleBench.pool(args[0])) {
            SpotTrading spot = new SpotTrading(redis, MarketRules.standard());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ScaleBench.SECONDS);
            long orders = ScaleBench.all(trader -> {
                UserId user = ScaleBench.user(process, trader);
                ScaleBench.open(redis, user.toString());
                int n = 0;
                for (; System.nanoTime() - end < 0; n++) {
                    ScaleBench.order(spot, user, trader, n);
                }
                return n;
            });
            System.out.println("ORDERS " + orders);
        }
        System.exit(0);
    }
}
