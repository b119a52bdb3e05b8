package touchline.market.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** Pipelined writes of a rebuild, in portions. A pipeline by itself reports no command that Redis refuses. Not thread-safe. */
final class RebuildWrites implements AutoCloseable {
    private static final int PORTION = 5_000;

    private final AbstractPipeline pipeline;
    private final List<Response<?>> sent = new ArrayList<>();

    RebuildWrites(UnifiedJedis redis) {
        this.pipeline = redis.pipelined();
    }

    /**
     * Adds a write.
     *
     * @throws redis.clients.jedis.exceptions.JedisDataException if Redis has refused one of the portion that this completes
     */
    void add(Function<AbstractPipeline, Response<?>> write) {
        sent.add(write.apply(pipeline));
        if (sent.size() >= PORTION) {
            finish();
        }
    }

    /**
     * Sends what is left.
     *
     * @throws redis.clients.jedis.exceptions.JedisDataException if Redis has refused any of it
     */
    void finish() {
        pipeline.sync();
        sent.forEach(Response::get);
        sent.clear();
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
