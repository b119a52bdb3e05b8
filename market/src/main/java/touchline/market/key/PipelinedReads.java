package touchline.market.key;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

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
        return of(redis, records, command, (record, refusal) -> {
            throw refusal;
        });
    }

    /**
     * As {@link #of(UnifiedJedis, Collection, BiFunction)}, but leaves out each record whose read Redis refuses.
     *
     * @param refused gets each record that is left out, with the refusal
     */
    public static <K, V> Map<K, V> of(
            UnifiedJedis redis,
            Collection<K> records,
            BiFunction<AbstractPipeline, K, Response<V>> command,
            BiConsumer<K, JedisDataException> refused) {
        Map<K, Response<V>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            records.forEach(record -> pending.put(record, command.apply(pipeline, record)));
        }
        Map<K, V> values = new LinkedHashMap<>();
        pending.forEach((record, response) -> {
            V value;
            try {
                value = response.get();
            } catch (JedisDataException e) {
                refused.accept(record, e);
                return;
            }
            values.put(record, value);
        });
        return values;
    }
}
