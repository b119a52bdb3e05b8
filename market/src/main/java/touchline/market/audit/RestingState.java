package touchline.market.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import touchline.market.key.Keys;
import touchline.market.unreadable.UnreadableRecords;

/**
 * The orders and openings that rest, as Redis has them.
 *
 * @param requests the fields of each, by id
 * @param unqueued those that are triggered and in no queue, so that nothing fills them
 * @param shares what sales hold back, as counted: by user and instrument, as in {@code alice of 5}
 */
record RestingState(Map<String, Map<String, String>> requests, List<String> unqueued, Map<String, Long> shares) {

    static RestingState read(UnifiedJedis redis) {
        Map<String, Map<String, String>> requests = new TreeMap<>();
        List<String> unqueued = new ArrayList<>();
        Map<String, Long> shares = new TreeMap<>();
        each(redis, Keys.restingOfUser("*"), key -> {
            for (String id : redis.smembers(key)) {
                Map<String, String> request = fields(redis, id);
                requests.put(id, request);
                if ("TRIGGERED".equals(request.get("state")) && isLost(redis, id)) {
                    unqueued.add(id);
                }
            }
        });
        String prefix = Keys.reserved("");
        each(
                redis,
                Keys.reserved("*"),
                key -> redis.hgetAll(key)
                        .forEach((instrument, count) -> shares.put(
                                key.substring(prefix.length()) + " of " + instrument, HotState.number(count))));
        return new RestingState(requests, unqueued, shares);
    }

    /** None where the record is no hash: it is named in {@code set_aside}. */
    private static Map<String, String> fields(UnifiedJedis redis, String id) {
        return redis.type(Keys.request(id)).equals("hash") ? redis.hgetAll(Keys.request(id)) : Map.of();
    }

    /** On a running market it may be filled between the two looks. */
    private static boolean isLost(UnifiedJedis redis, String id) {
        return redis.zscore(Keys.WAITING_TRIGGERED, id) == null
                && "TRIGGERED".equals(redis.hget(Keys.request(id), "state"));
    }

    void triggeredAreQueued(List<String> offenders) {
        unqueued.forEach(id -> offenders.add("request " + id + " is triggered and in no queue"));
    }

    /** Takes a key. */
    @FunctionalInterface
    private interface KeyReader {
        void take(String key);
    }

    /** A key of another type is named in {@code set_aside}, and left out. */
    private static void each(UnifiedJedis redis, String pattern, KeyReader reader) {
        UnreadableRecords unreadable = new UnreadableRecords(redis);
        ScanParams match = new ScanParams().match(pattern).count(1_000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, match);
            cursor = page.getCursor();
            for (String key : page.getResult()) {
                try {
                    reader.take(key);
                } catch (JedisDataException overwritten) {
                    unreadable.note("key " + key, overwritten);
                }
            }
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }

    /** Money held for them, by user. */
    Map<String, Long> money() {
        Map<String, Long> money = new HashMap<>();
        requests.values()
                .forEach(
                        one -> money.merge(one.getOrDefault("user", "?"), HotState.number(one, "reserved"), Long::sum));
        return money;
    }

    /** Each in one text, to be compared with the book. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        requests.forEach((id, one) -> texts.put(
                id,
                String.join(
                        " ",
                        one.getOrDefault("kind", "-"),
                        one.getOrDefault("user", "-"),
                        one.getOrDefault("instrument", "-"),
                        one.getOrDefault("state", "-"),
                        one.getOrDefault("reserved", "-"),
                        one.getOrDefault("reserved_shares", "-"))));
        return texts;
    }

    /** Whether the shares that are held back are those of the sales that rest. */
    void sharesAreHeldBack(HotState hot, List<String> offenders) {
        Map<String, Long> due = new TreeMap<>();
        requests.values().stream()
                .filter(one -> HotState.number(one, "reserved_shares") > 0)
                .forEach(one -> due.merge(
                        one.get("user") + " of " + one.get("instrument"),
                        HotState.number(one, "reserved_shares"),
                        Long::sum));
        if (!due.equals(shares)) {
            offenders.add("Redis: shares held back are " + shares + ", the sales that rest need " + due);
        }
        due.forEach((holding, count) -> {
            String[] parts = holding.split(" of ", 2);
            long held = HotState.number(
                    hot.holdings().getOrDefault(parts[0], Map.of()).getOrDefault(parts[1], "0"));
            if (count > held) {
                offenders.add("Redis: " + holding + " are " + held + " shares, sales that rest hold back " + count);
            }
        });
    }
}
