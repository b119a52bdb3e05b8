package touchline.market.reconnect;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import touchline.market.key.Keys;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.script.LuaScript;

/**
 * Replays one user after the other, and shares them with other nodes that have the same users in their queues: a user whom another node has replayed since is
 * skipped, one whom another node is replaying is tried again later. A claim only spares work; without one a replay is done twice, and closes once.
 */
final class SharedReplay implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedReplay.class);
    private static final LuaScript RELEASE = LuaScript.beside(SharedReplay.class, "replay_release");
    private static final Duration CLAIMED_FOR = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final int MOST_TRIES = 50; // a claim that lasts that long has no holder
    private static final int MOST_FAILURES = 5;

    private final ReconnectQueue queue;
    private final UnifiedJedis redis;
    private final LastSeen lastSeen;
    private final ReplayLastSeen replay;
    private final ReconnectStats stats;
    private final AtomicBoolean over;
    private final String claimant = UUID.randomUUID().toString();

    SharedReplay(
            ReconnectQueue queue,
            UnifiedJedis redis,
            LastSeen lastSeen,
            ReplayLastSeen replay,
            ReconnectStats stats,
            AtomicBoolean over) {
        this.queue = queue;
        this.redis = redis;
        this.lastSeen = lastSeen;
        this.replay = replay;
        this.stats = stats;
        this.over = over;
    }

    /** Works until it is over and its thread is interrupted: the client of Redis swallows interrupts, so both. */
    @Override
    public void run() {
        try {
            while (!over.get()) {
                take(queue.take());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(ReconnectQueue.Turn turn) {
        try {
            if (lastSeen.of(turn.user()).orElse(-1) >= turn.receivedAt()) {
                stats.elsewhere();
                queue.done(turn);
            } else if (claim(turn) || turn.tries() >= MOST_TRIES) {
                replay(turn);
                queue.done(turn);
            } else {
                queue.again(turn, LOOK_AGAIN);
            }
        } catch (RuntimeException | Error e) {
            stats.failed(turn.user() + ": " + e);
            if (turn.tries() < MOST_FAILURES) {
                queue.again(turn, LOOK_AGAIN);
            } else {
                LOG.warn("the replay of {} is left to the sweeper", turn.user(), e);
                queue.done(turn);
            }
        }
    }

    private boolean claim(ReconnectQueue.Turn turn) {
        return redis.set(key(turn), claimant, SetParams.setParams().nx().px(CLAIMED_FOR.toMillis())) != null;
    }

    private void replay(ReconnectQueue.Turn turn) {
        try {
            ReplayLastSeen.Replayed done = replay.replay(turn.user());
            stats.replayed(done);
            if (done.closed() > 0) {
                LOG.info("{} came back: {} of {} positions closed", turn.user(), done.closed(), done.positions());
            }
        } finally {
            RELEASE.run(redis, List.of(key(turn)), List.of(claimant));
        }
    }

    private static String key(ReconnectQueue.Turn turn) {
        return Keys.reconnect(turn.user());
    }
}
