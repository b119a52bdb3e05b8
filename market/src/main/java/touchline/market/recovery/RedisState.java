package touchline.market.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.outbox.OutboxStream;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/**
 * How far a Redis is.
 *
 * @param server its replication id, which changes with each start and each promotion; empty on a replica
 * @param epoch of the market in it; empty where it has none
 * @param shut why its market is shut until it is rebuilt; empty where it isn't
 * @param confirmed the server that was compared with the book last
 * @param confirmation the number of that comparison
 * @param highestId that was given out
 * @param holdsMarket whether there is anything of a market
 * @param streams of the outbox
 */
record RedisState(
        String server,
        String epoch,
        String shut,
        String confirmed,
        long confirmation,
        long highestId,
        boolean holdsMarket,
        Map<String, Written> streams) {
    private static final LuaScript STATE = LuaScript.beside(RedisState.class, "store_state");
    private static final int FIRST_STREAM = 8;

    /** How many entries were written, and the last one's id. */
    record Written(long entries, StreamEntryID lastId) {}

    static RedisState read(UnifiedJedis redis) {
        List<String> keys = new ArrayList<>(List.of(Keys.MARKET, Keys.OUTBOX_WRITTEN, Keys.IDS));
        for (OutboxStream stream : OutboxStream.values()) {
            keys.add(stream.key());
        }
        Reply reply = STATE.run(redis, keys, List.of());
        Map<String, Written> streams = new TreeMap<>();
        int at = FIRST_STREAM;
        for (OutboxStream stream : OutboxStream.values()) {
            String last = reply.text(at + 1);
            streams.put(
                    stream.key(),
                    new Written(
                            number(reply.text(at)),
                            last.isEmpty() ? new StreamEntryID(0, 0) : new StreamEntryID(last)));
            at += 2;
        }
        return new RedisState(
                reply.text(1),
                reply.text(2),
                reply.text(3),
                reply.text(4),
                number(reply.text(5)),
                number(reply.text(6)),
                reply.text(7).equals("1"),
                streams);
    }

    /** Whether this is the server that was compared with the book last. */
    boolean isConfirmed() {
        return !server.isEmpty() && server.equals(confirmed);
    }

    /** Signs that Redis has lost data that the book has. None is no proof: data that the book never received is not noticed. */
    Optional<String> lossAgainst(BookState book) {
        for (Map.Entry<String, BookState.Applied> one : book.streams().entrySet()) {
            Written written = streams.getOrDefault(one.getKey(), new Written(0, new StreamEntryID(0, 0)));
            BookState.Applied applied = one.getValue();
            if (written.entries() < applied.entry()) {
                return Optional.of(one.getKey() + " has " + written.entries() + " entries, the book has applied entry "
                        + applied.entry());
            }
            if (written.lastId().compareTo(new StreamEntryID(applied.lastId())) < 0) {
                return Optional.of(one.getKey() + " ends before what the book has applied (" + applied.lastId() + ")");
            }
        }
        return highestId < book.highestId()
                ? Optional.of("the last id given out is " + highestId + ", the book has " + book.highestId())
                : Optional.empty();
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
