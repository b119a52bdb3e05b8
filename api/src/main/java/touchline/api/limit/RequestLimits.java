package touchline.api.limit;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import redis.clients.jedis.UnifiedJedis;

/**
 * How often one may ask.
 *
 * @param address of an address, anything at all; on each node
 * @param logIns of an address, to log in; in the cluster
 * @param reads of a user, what changes nothing; on each node
 * @param writes of a user, what changes something; in the cluster
 * @param closes of a user, to close positions; in the cluster
 */
public record RequestLimits(Quota address, Quota logIns, Quota reads, Quota writes, Quota closes) {
    private static final String LOG_INS = "log-ins";

    /**
     * Puts them before everything that the API serves.
     *
     * @return the limit of addresses, for what Jersey does not serve
     */
    public AddressLimit install(JerseyEnvironment jersey, UnifiedJedis redis, LongSupplier nanos) {
        Limit ofAddress = node("address", address, nanos);
        jersey.register(new AddressLimits(ofAddress));
        jersey.register(new LogInLimit(cluster(LOG_INS, logIns, redis)));
        jersey.register(new TraderLimits(
                node("reads", reads, nanos), cluster("writes", writes, redis), cluster("closes", closes, redis)));
        jersey.register(new LimitHeaders());
        return AddressLimit.of(ofAddress);
    }

    /** Whether a network may log in once more, which counts; for what Jersey doesn't serve. */
    public Predicate<String> logIns(UnifiedJedis redis) {
        ClusterLimiter limiter = new ClusterLimiter(redis, LOG_INS, logIns);
        return network -> limiter.take(network).isAllowed();
    }

    /** The limits of a user, by name. */
    public List<NamedQuota> ofUser() {
        return List.of(
                new NamedQuota("reads", reads), new NamedQuota("writes", writes), new NamedQuota("closes", closes));
    }

    private static Limit node(String name, Quota quota, LongSupplier nanos) {
        return new Limit(name, quota, new NodeLimiter(quota, nanos));
    }

    private static Limit cluster(String name, Quota quota, UnifiedJedis redis) {
        return new Limit(name, quota, new ClusterLimiter(redis, name, quota));
    }
}
