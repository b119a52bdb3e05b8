package touchline.market.key;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** Reads the same of many records in one round trip. */
public final class PipelinedReads {
    private PipelinedReads() {}

    /**
     * Reads a value of each record, in their order.
     *
     * @param command the read of one record; must not change anything
     * @param <K> what names a record
     * @param <V> what is read of it
     * @throws redis.clients.jedis.exceptions.JedisException if Redis refuses one of the reads, or does not answer
     */
    public static <K, V> Map<K, V> of(
            UnifiedJedis redis, Collection<K> records, BiFunction<AbstractPipeline, K, Response<V>> command) {
        Map<K, Response<V>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            records.forEach(record -> pending.put(record, command.apply(pipeline, record)));
        }
        Map<K, V> values = new LinkedHashMap<>();
        pending.forEach((record, response) -> values.put(record, response.get()));
        return values;
    }
}
