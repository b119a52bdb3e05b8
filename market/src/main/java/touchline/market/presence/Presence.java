package touchline.market.presence;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import touchline.market.key.Keys;
import touchline.market.margin.LastSeen;
import touchline.market.script.LuaScript;
import touchline.market.wallet.UserId;

/**
 * Who is connected, counted over all connections to all nodes. When a user goes from none to one that is published on {@code user:reconnect}, once.
 * A node is believed for {@link #BELIEVED} after its last heartbeat; then its connections are gone, as if closed. Thread-safe.
 */
public final class Presence {
    /** Heartbeats have to come a few times within this. */
    public static final Duration BELIEVED = Duration.ofSeconds(15);

    private static final LuaScript CONNECT = LuaScript.beside(Presence.class, "presence_connect");
    private static final LuaScript DISCONNECT = LuaScript.beside(Presence.class, "presence_disconnect");
    private static final LuaScript COUNT = LuaScript.beside(Presence.class, "presence_count");

    private final UnifiedJedis redis;
    private final LastSeen lastSeen;
    private final String node;
    private final Duration believed;

    /**
     * Presence as one node keeps it.
     *
     * @param node a name that no node had before; without {@code |}
     */
    public Presence(UnifiedJedis redis, LastSeen lastSeen, String node) {
        this(redis, lastSeen, node, BELIEVED);
    }

    Presence(UnifiedJedis redis, LastSeen lastSeen, String node, Duration believed) {
        this.redis = redis;
        this.lastSeen = lastSeen;
        this.node = node;
        this.believed = believed;
    }

    /**
     * Counts a connection in; again for the same one changes nothing.
     *
     * @param connection names it on this node
     * @return whether it is the user's first
     */
    public boolean connect(UserId user, String connection) {
        return CONNECT.run(
                        redis,
                        List.of(key(user)),
                        List.of(user.value(), node, connection, Long.toString(believed.toMillis())))
                .is("reconnected");
    }

    /** Counts a connection out, and notes until when its user has been watched; again for the same one changes nothing. */
    public void disconnect(UserId user, String connection) {
        try {
            lastSeen.follow(List.of(user));
        } finally {
            DISCONNECT.run(redis, List.of(key(user)), List.of(node, connection));
        }
    }

    /**
     * Says that this node lives, every few seconds, and keeps {@code last_seen} of those connected to it.
     *
     * @param connected the users who have a connection to this node
     */
    public void heartbeat(Collection<UserId> connected) {
        redis.set(Keys.presenceOfNode(node), "1", SetParams.setParams().px(believed.toMillis()));
        lastSeen.follow(List.copyOf(connected));
    }

    /** Takes this node's word back at once, as it stops: its connections count no more. */
    public void leave() {
        redis.del(Keys.presenceOfNode(node));
    }

    /** How many connections a user has, to all nodes. */
    public int connections(UserId user) {
        return Math.toIntExact(COUNT.run(redis, List.of(key(user)), List.of()).number(1));
    }

    private static String key(UserId user) {
        return Keys.presence(user);
    }
}
