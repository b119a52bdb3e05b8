package touchline.market.outbox.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is in its stream.
 *
 * @param id its id in the stream
 */
public record EncodedEntry(String id, Map<String, String> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the reply of {@code XRANGE}. */
    public static List<EncodedEntry> ofReply(Object reply) {
        return ((List<?>) reply)
                .stream()
                        .map(one -> (List<?>) one)
                        .map(one -> new EncodedEntry(
                                new String((byte[]) one.get(0), StandardCharsets.US_ASCII),
                                new FieldBytes((List<?>) one.get(1))))
                        .toList();
    }

    /** The number that the script gave it; 0 for another program's. */
    public long number() {
        try {
            return Long.parseLong(fields.getOrDefault("entry", "0"));
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    /** Its fields as JSON that Postgres can store. */
    public String json() {
        Map<String, String> stored = new LinkedHashMap<>();
        fields.forEach((name, value) -> stored.put(storable(name), storable(value)));
        try {
            return JSON.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always written", e);
        }
    }

    /** Removes NUL, which no text in Postgres can have: an entry that another program wrote must not stop the book. */
    public static String storable(String text) {
        return text.replace("\0", "");
    }

    /** When it was written, ms since the epoch. */
    long writtenAt() {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    String text(String field) {
        String value = fields.get(field);
        if (value == null) {
            throw unreadable(field, "is missing");
        }
        return value;
    }

    /** Null where the field is missing or empty. */
    @Nullable
    String optional(String field) {
        String value = fields.get(field);
        return value == null || value.isEmpty() ? null : value;
    }

    long number(String field) {
        String value = text(field);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw unreadable(field, "is no whole number: " + value);
        }
    }

    boolean flag(String field) {
        return text(field).equals("1");
    }

    UnreadableEntryException unreadable(String field, String why) {
        return new UnreadableEntryException(
                "entry " + id + " (" + fields.getOrDefault("type", "no type") + "): " + field + " " + why);
    }
}
