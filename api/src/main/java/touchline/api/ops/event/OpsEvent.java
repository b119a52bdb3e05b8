package touchline.api.ops.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An event as readers get it. Its id tells when it became so, by the database's clock, and what it is about: the same on every node for whatever the database
 * knows the time of. Behind a {@code ~} stands which feed told it, so that this one can go on exactly where it was.
 *
 * @param lookedAt by the database's clock, when it was found
 */
record OpsEvent(String id, Instant lookedAt, String frame) {

    static OpsEvent of(Observations.Fact fact, Instant lookedAt, String feed, ObjectMapper json) {
        Instant at = fact.at() == null ? lookedAt : fact.at();
        CRC32 version = new CRC32();
        version.update(fact.version().getBytes(StandardCharsets.UTF_8));
        String id = micros(at) + "-" + fact.identity() + "-" + Long.toString(version.getValue(), 36) + "~" + feed;
        return new OpsEvent(id, lookedAt, frame(id, fact.change(), json));
    }

    /** An event that is told to one reader alone, under no id. */
    static byte[] frame(Change change, ObjectMapper json) {
        return frame(null, change, json).getBytes(StandardCharsets.UTF_8);
    }

    /** When what an id tells of became so; nothing, where it is none of ours. */
    static Optional<Instant> timeOf(String id) {
        int end = id.indexOf('-');
        if (end < 1 || end > 18 || !id.substring(0, end).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Instant.EPOCH.plus(Long.parseLong(id.substring(0, end)), ChronoUnit.MICROS));
    }

    private static String frame(@Nullable String id, Change change, ObjectMapper json) {
        try {
            // JSON has no raw line ends, so it is one line of data.
            return (id == null ? "" : "id: " + id + "\n") + "event: " + change.type() + "\ndata: "
                    + json.writeValueAsString(change) + "\n\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and times are always written", e);
        }
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
