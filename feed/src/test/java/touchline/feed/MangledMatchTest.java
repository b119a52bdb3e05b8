package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * A match that the feed damages in some polls, in ways that a seed decides: fields, events and states. Another match in the same answers is never affected, and once the feed is right
 * again, so are all prices. With {@code -Dchaos} 500 matches, otherwise 15.
 */
@NullUnmarked
final class MangledMatchTest extends TwoMatches {
    private static final int MATCHES =
            Integer.getInteger("mangled.matches", System.getProperty("chaos") == null ? 15 : 500);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Integer> STATES =
            List.of(1, 2, 3, 4, 5, 7, 8, 10, 11, 13, 15, 16, 17, 18, 19, 22, 99, 0, -1);
    private static final List<Integer> TYPES = List.of(10, 14, 15, 16, 17, 18, 19, 20, 21, 23, 77, 194);

    @Test
    void aDamagedMatchHurtsNoOtherAndIsRightOnceTheFeedIs() throws Exception {
        for (int seed = 1; seed <= MATCHES; seed++) {
            redis.flushDB();
            stop();
            start();
            play(new Random(seed), seed);
        }
    }

    private void play(Random random, int seed) throws Exception {
        String right = match(odd, 22, events(), ",\"scores\":" + score(3));
        String wellMatch = match(well, 22, "[" + goal(9, well, 1) + "]", "");
        market.list(match(odd, 2, "[]", ""), wellMatch);
        poll.poll();
        Map<String, String> before = prices();
        market.list(right, wellMatch);
        poll.poll();
        Map<String, String> expected = prices();
        assertThat(expected).isNotEqualTo(before);

        for (int polls = 1 + random.nextInt(4); polls > 0; polls--) {
            market.expireLeases();
            List<String> rows = new ArrayList<>();
            for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0; copies--) {
                rows.add(damaged(right, random).toString());
            }
            rows.add(random.nextInt(rows.size() + 1), wellMatch);
            market.list(rows.toArray(String[]::new));
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.counts().broken())
                    .as("seed %s: %s", seed, market.body)
                    .isZero();
            assertThat(market.watched().get(well).silent()).as("seed %s", seed).isFalse();
            assertThat(base(well)).as("seed %s", seed).isEqualTo(basisOf(expected, well));
        }

        market.list(right, wellMatch);
        poll.poll();
        assertThat(poll.poll().found()).as("seed %s", seed).isEmpty();
        assertThat(prices()).as("seed %s", seed).isEqualTo(expected);
        assertThat(market.watched().get(odd).silent()).as("seed %s", seed).isFalse();
        for (String player : expected.keySet()) {
            assertThat(redis.hget(player, "frozen")).as("seed %s", seed).isNull();
        }
        assertThat(redis.hgetAll("set_aside")).as("seed %s", seed).isEmpty();
    }

    private static JsonNode damaged(String right, Random random) throws IOException {
        ObjectNode match = (ObjectNode) JSON.readTree(right);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            ArrayNode events =
                    match.path("events").isArray() ? (ArrayNode) match.get("events") : match.putArray("events");
            switch (random.nextInt(11)) {
                case 0 -> match.put("state_id", STATES.get(random.nextInt(STATES.size())));
                case 1 -> change(match, random);
                case 2 -> match.set("events", shuffled(events, random));
                case 3 -> events.removeAll();
                case 4 -> removeOne(events, random);
                case 5 -> any(events, random).put("type_id", TYPES.get(random.nextInt(TYPES.size())));
                case 6 -> any(events, random).put("id", 1_000 + random.nextInt(50));
                case 7 -> events.add(any(events, random).deepCopy().put("id", 2_000 + random.nextInt(50)));
                case 8 -> any(events, random).put("rescinded", true);
                case 9 ->
                    match.set(
                            "participants",
                            shuffled((ArrayNode) JSON.readTree(right).get("participants"), random));
                default -> change(any(events, random), random);
            }
        }
        return match;
    }

    /** A field is missing or has another type or value. */
    private static void change(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        JsonNode value = object.get(name);
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, value.asText());
            case 3 -> object.put(name, value.asLong() + 0.0);
            case 4 -> object.put(name, "x");
            case 5 -> object.put(name, -value.asLong());
            case 6 -> object.put(name, value.asLong() + random.nextInt(3));
            default -> object.set(name, random.nextBoolean() ? NODES.objectNode() : NODES.arrayNode());
        }
    }

    private static ObjectNode any(ArrayNode events, Random random) {
        JsonNode one = events.isEmpty() ? null : events.get(random.nextInt(events.size()));
        return one instanceof ObjectNode event ? event : NODES.objectNode();
    }

    private static void removeOne(ArrayNode events, Random random) {
        if (!events.isEmpty()) {
            events.remove(random.nextInt(events.size()));
        }
    }

    private static ArrayNode shuffled(ArrayNode rows, Random random) {
        List<JsonNode> all = new ArrayList<>();
        rows.forEach(all::add);
        Collections.shuffle(all, random);
        return NODES.arrayNode().addAll(all);
    }

    /** Three goals, one by either side's and one own goal, a card, and a substitution. */
    private String events() {
        long team = home(odd);
        return "["
                + String.join(
                        ",",
                        goal(1, odd, 1),
                        "{\"id\":2,\"type_id\":15,\"participant_id\":%d,\"player_id\":%d,\"minute\":22}"
                                .formatted(team, player(odd, 2)),
                        "{\"id\":3,\"type_id\":16,\"participant_id\":%d,\"player_id\":%d,\"minute\":40,\"extra_minute\":1}"
                                .formatted(team, player(odd, 1) + 1),
                        "{\"id\":4,\"type_id\":19,\"participant_id\":%d,\"player_id\":%d,\"minute\":41}"
                                .formatted(team + 1, player(odd, 2) + 1),
                        "{\"id\":5,\"type_id\":18,\"participant_id\":%d,\"player_id\":%d,\"related_player_id\":%d,\"minute\":60}"
                                .formatted(team + 1, player(odd, 2), player(odd, 2) + 1))
                + "]";
    }

    private String score(int goals) {
        return """
               [{"participant_id":%d,"score":{"goals":%d,"participant":"home"},"description":"CURRENT"},
                {"participant_id":%d,"score":{"goals":0,"participant":"away"},"description":"CURRENT"}]""".formatted(home(odd), goals, home(odd) + 1);
    }

    private static long basisOf(Map<String, String> prices, long match) {
        return Long.parseLong(prices.get("instrument:" + player(match, 1)));
    }

    private static Map<String, String> prices() {
        Map<String, String> prices = new TreeMap<>();
        redis.keys("instrument:*").forEach(key -> prices.put(key, redis.hget(key, "live_base_price")));
        return prices;
    }
}
