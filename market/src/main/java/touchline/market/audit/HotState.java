package touchline.market.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import touchline.market.key.Keys;
import touchline.market.settlement.SetAsideRecords;

/** What Redis holds, as plain maps by id; read key by key, so on a running market not all of one instant. */
record HotState(
        Map<String, Map<String, String>> wallets,
        Map<String, String> accounts,
        Map<String, Map<String, String>> holdings,
        Map<String, Map<String, String>> costs,
        Map<String, Map<String, String>> positions,
        Map<String, Map<String, String>> instruments,
        Map<String, Map<String, String>> fixtures,
        Map<String, String> watched,
        Map<String, String> waiting,
        RestingState resting,
        List<SetAsideRecords.Item> setAside) {
    private static final int PAGE = 1_000;

    static HotState read(UnifiedJedis redis) {
        Map<String, String> accounts = new TreeMap<>(redis.hgetAll(Keys.ACCOUNTS));
        accounts.remove("bots_granted"); // a memory, not an account
        Map<String, Map<String, String>> instruments = hashes(redis, Keys.instrument(""));
        return new HotState(
                hashes(redis, Keys.wallet("")),
                accounts,
                hashes(redis, Keys.holding("")),
                hashes(redis, Keys.holdingCost("")),
                positions(redis),
                instruments,
                hashes(redis, Keys.fixture("")),
                redis.hgetAll(Keys.WATCHED_OFFSETS),
                waiting(redis),
                RestingState.read(redis),
                new SetAsideRecords(redis).all());
    }

    /** Calls with (user, instrument and quantity) of every holding. */
    void eachHolding(BiConsumer<String, Map.Entry<String, String>> consumer) {
        holdings.forEach((user, held) -> held.entrySet().forEach(one -> consumer.accept(user, one)));
    }

    /** Those open, and those that a settlement has set aside: their margins are held as well. */
    private static Map<String, Map<String, String>> positions(UnifiedJedis redis) {
        Map<String, Map<String, String>> positions = hashes(redis, Keys.position(""));
        positions.putAll(hashes(redis, Keys.setAsidePosition("")));
        return positions;
    }

    /** A number of a hash; 0 where it is missing or can't be read, which is a finding of its own. */
    static long number(Map<String, String> hash, String field) {
        return number(hash.getOrDefault(field, "0"));
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }

    /** Kind and user of what waits out the in-play delay. */
    private static Map<String, String> waiting(UnifiedJedis redis) {
        Map<String, String> waiting = new TreeMap<>();
        for (String queue : Keys.REQUEST_QUEUES) {
            for (String id : redis.zrange(queue, 0, -1)) {
                Map<String, String> request = fields(() -> redis.hgetAll(Keys.request(id)));
                String state = request.get("state");
                if ("PENDING".equals(state) || state == null) { // not decided since, and not triggered
                    waiting.put(id, request.get("kind") + " " + request.get("user"));
                }
            }
        }
        return waiting;
    }

    private static Map<String, Map<String, String>> hashes(UnifiedJedis redis, String prefix) {
        Map<String, Map<String, String>> hashes = new TreeMap<>();
        ScanParams match = new ScanParams().match(prefix + "*").count(PAGE);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, match);
            cursor = page.getCursor();
            List<Map.Entry<String, Response<Map<String, String>>>> pending = new ArrayList<>();
            try (AbstractPipeline pipeline = redis.pipelined()) {
                for (String key : page.getResult()) {
                    pending.add(Map.entry(key.substring(prefix.length()), pipeline.hgetAll(key)));
                }
            }
            for (Map.Entry<String, Response<Map<String, String>>> one : pending) {
                Map<String, String> hash = fields(one.getValue());
                if (!hash.isEmpty()) {
                    hashes.put(one.getKey(), new HashMap<>(hash));
                }
            }
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return hashes;
    }

    /** Of a record that was overwritten with another type none of the fields is left: each check that needs one finds it wrong. */
    private static Map<String, String> fields(Supplier<Map<String, String>> hash) {
        try {
            return hash.get();
        } catch (JedisDataException e) {
            if (!String.valueOf(e.getMessage()).startsWith("WRONGTYPE")) {
                throw e;
            }
            return Map.of("overwritten", "1");
        }
    }
}
