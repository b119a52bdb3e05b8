package touchline.market.settlement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;

/** Entries that could not be read and were left out of a settlement or refused, until an operator has dealt with them. Thread-safe. */
public final class SetAsideRecords {
    /** The hash that names it all; other programs may read it, and delete a field once it is dealt with. */
    static final String KEY = Keys.SET_ASIDE;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnifiedJedis redis;

    public SetAsideRecords(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Something that was set aside.
     *
     * @param subject what it is, as in {@code position 4711}
     * @param fixture the id of the fixture whose settlement it is left out of; empty where it is none
     * @param why what could not be read, in words
     */
    public record Item(String subject, String fixture, String why, Instant at) {
        /** One sentence. */
        public String words() {
            return subject + " could not be read and was set aside"
                    + (fixture.isEmpty() ? "" : " from fixture " + fixture) + ": " + why;
        }
    }

    public List<Item> all() {
        return read(redis.hgetAll(KEY));
    }

    /** Those of one fixture's settlement, as ids are written. */
    public List<Item> of(String fixture) {
        return all().stream().filter(item -> item.fixture().equals(fixture)).toList();
    }

    /** From the fields of the hash, by subject. */
    public static List<Item> read(Map<String, String> hash) {
        return new TreeMap<>(hash)
                .entrySet().stream()
                        .map(entry -> item(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private static Item item(String subject, String json) {
        try {
            JsonNode note = JSON.readTree(json);
            return new Item(
                    subject,
                    note.path("fixture").asText(""),
                    note.path("why").asText("?"),
                    Instant.ofEpochMilli(note.path("at").asLong(0)));
        } catch (JsonProcessingException e) {
            return new Item(subject, "", json, Instant.EPOCH);
        }
    }
}
