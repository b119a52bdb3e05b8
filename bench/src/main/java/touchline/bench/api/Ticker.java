package touchline.bench.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.script.LuaScript;

/** Publishes ticks at a steady rate, one instrument after the other. */
final class Ticker implements AutoCloseable {
    private static final LuaScript TICKS = LuaScript.beside(Ticker.class, "ticks");
    private static final int A_SECOND = 1_000;
    private static final int AT_ONCE = 10;

    private final UnifiedJedis redis;
    private final int instruments;
    private final Thread thread = new Thread(this::run, "ticker");
    private volatile boolean over;
    private volatile long made;

    private Ticker(UnifiedJedis redis, int instruments) {
        this.redis = redis;
        this.instruments = instruments;
    }

    static Ticker start(UnifiedJedis redis, int instruments) {
        Ticker ticker = new Ticker(redis, instruments);
        ticker.thread.setDaemon(true);
        ticker.thread.start();
        return ticker;
    }

    /** The number of ticks so far. */
    long made() {
        return made;
    }

    private void run() {
        long begin = System.nanoTime();
        for (long n = 0; !over; n += AT_ONCE) {
            List<String> arguments = new ArrayList<>();
            for (long tick = n; tick < n + AT_ONCE; tick++) {
                arguments.add(Long.toString(1 + tick % instruments));
                arguments.add(Long.toString(1_000_000 + 1 + tick / instruments % 1_000));
            }
            TICKS.run(redis, List.of(), arguments);
            made = n + AT_ONCE;
            LockSupport.parkNanos(begin + made * (1_000_000_000L / A_SECOND) - System.nanoTime());
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
