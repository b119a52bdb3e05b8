package touchline.api.feature;

import java.util.function.Predicate;
import redis.clients.jedis.exceptions.JedisException;
import touchline.api.config.LimitsConfig;
import touchline.api.limit.AddressLimit;
import touchline.api.wiring.NodeContext;

/** Installs the rate limits. */
public final class LimitsFeature {
    private LimitsFeature() {}

    /** Whether a network may log in once more, which counts. Without Redis it may: that is when operators are needed. */
    public static Predicate<String> logIns(NodeContext context) {
        LimitsConfig limits = context.configuration().limits();
        if (!limits.isEnabled()) {
            return network -> true;
        }
        Predicate<String> logIns = limits.requests().logIns(context.redis());
        return network -> {
            try {
                return logIns.test(network);
            } catch (JedisException e) {
                return true;
            }
        };
    }

    /** Returns the limit of addresses, for what Jersey does not serve. */
    public static AddressLimit install(NodeContext context) {
        LimitsConfig limits = context.configuration().limits();
        return limits.isEnabled()
                ? limits.requests().install(context.environment().jersey(), context.redis(), System::nanoTime)
                : AddressLimit.none();
    }
}
