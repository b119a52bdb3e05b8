package touchline.market.inplay;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.Limits;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;
import touchline.market.script.MarketShutException;
import touchline.market.script.Reply;

/**
 * Executes what has waited out the in-play delay, and thaws what was frozen after an event. Runs on every node at once: the step that executes a request takes
 * it out, so one of them does it, and a node that dies leaves the rest to the others. Nothing of it is kept here.
 */
public final class InPlayLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InPlayLoop.class);
    private static final LuaScript DUE = LuaScript.beside(InPlayLoop.class, "inplay_due");
    private static final LuaScript RESTART = LuaScript.beside(InPlayLoop.class, "inplay_restart");
    private static final LuaScript EXECUTE = LuaScript.beside(InPlayLoop.class, "inplay_execute");
    private static final int AT_ONCE = 200;
    private static final int TRIGGERED_AT_ONCE = 50;
    private static final long BEAT_MILLIS = 100;
    private static final long AFTER_TROUBLE_MILLIS = 500;

    /** A request that no node executed for so long is rejected: the market may have changed. */
    private static final String TOO_LATE_MILLIS = "30000";

    private static final int REDIS_TIME = 5;
    private static final int FIRST_ID = 6;
    private static final String RESTARTED_AT_ONCE = "200";

    private final UnifiedJedis redis;
    private final String limits;
    private final ClockSteps clock = new ClockSteps(); // guarded by this
    private final AtomicLong executed = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong thawed = new AtomicLong();
    private boolean restarts; // guarded by this
    private volatile long waiting;
    private volatile long lagMillis;
    private volatile boolean running;
    private volatile boolean stopped;
    private volatile @Nullable String lastError;

    /** A loop that holds each request to the limits under which it was accepted. */
    public InPlayLoop(UnifiedJedis redis) {
        this(redis, "");
    }

    /** A loop that holds orders that rested to the limits of now. */
    public InPlayLoop(UnifiedJedis redis, Limits limits) {
        this(redis, limits.argument());
    }

    private InPlayLoop(UnifiedJedis redis, String limits) {
        this.redis = redis;
        this.limits = limits;
    }

    /** Goes on until {@link #close}, or until its thread is interrupted. */
    @Override
    public void run() {
        running = true;
        try {
            while (!stopped) {
                Thread.sleep(beat());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            running = false;
        }
    }

    public InPlayStatus status() {
        return new InPlayStatus(running, waiting, lagMillis, executed.get(), rejected.get(), thawed.get(), lastError);
    }

    /** Stops soon. What waits is left to the other nodes. */
    @Override
    public void close() {
        stopped = true;
    }

    private long beat() {
        try {
            long pause = round();
            lastError = null;
            return pause;
        } catch (RuntimeException e) {
            if (!String.valueOf(e.getMessage()).equals(lastError)) {
                LOG.warn("waiting requests can't be executed; retrying: {}", e.toString());
            }
            lastError = String.valueOf(e.getMessage());
            return AFTER_TROUBLE_MILLIS;
        }
    }

    /**
     * Executes what is due and thaws what may thaw.
     *
     * @return how long to wait for the next round, ms
     */
    public long round() {
        Reply due = due();
        waiting = due.number(2);
        lagMillis = due.number(3);
        thawed.addAndGet(due.number(4));
        List<String> ids = due.values().subList(FIRST_ID, due.values().size());
        RuntimeException trouble = null;
        for (String id : ids) {
            try {
                execute(id);
            } catch (MarketShutException waitsOn) {
                throw waitsOn;
            } catch (RuntimeException e) {
                trouble = e; // one that can't be executed must not keep the others waiting
            }
        }
        if (trouble != null) {
            throw trouble;
        }
        if (!ids.isEmpty()) {
            return 0; // more may have become due meanwhile
        }
        String next = due.text(1);
        return next.isEmpty() ? BEAT_MILLIS : Math.min(BEAT_MILLIS, Long.parseLong(next));
    }

    /** What is due. Where Redis' clock was set, all that waits out a delay waits it again: a delay that ended early would let a request in ahead of the feed. */
    private synchronized Reply due() {
        while (true) {
            long sent = System.nanoTime();
            Reply due = DUE.run(
                    redis,
                    List.of(Keys.WAITING, Keys.THAWS, Keys.WAITING_ORDERS, Keys.WAITING_TRIGGERED),
                    List.of(Integer.toString(AT_ONCE), Integer.toString(TRIGGERED_AT_ONCE)));
            long step = clock.stepOf(sent, System.nanoTime(), due.number(REDIS_TIME));
            if (step == 0 && !restarts) {
                return due;
            }
            restarts = true; // also after an error
            long restarted = restart(Keys.WAITING) + restart(Keys.WAITING_ORDERS);
            restarts = false;
            LOG.warn(
                    "the clock of Redis was set step={} ms restarted={}; requests in play wait their delay again",
                    step,
                    restarted);
        }
    }

    private long restart(String queue) {
        long restarted = 0;
        String cursor = "0";
        do {
            Reply page = RESTART.run(redis, List.of(queue), List.of(cursor, RESTARTED_AT_ONCE));
            cursor = page.text(1);
            restarted += page.number(2);
        } while (!cursor.equals("0"));
        return restarted;
    }

    private void execute(String id) {
        Reply reply = EXECUTE.run(redis, List.of(Keys.request(id)), List.of(id, TOO_LATE_MILLIS, limits));
        switch (reply.word()) {
            case "filled", "opened", "closed" -> executed.incrementAndGet();
            case "refused" -> {
                executed.incrementAndGet();
                rejected.incrementAndGet();
            }
            default -> {
                // another node was faster
            }
        }
    }
}
