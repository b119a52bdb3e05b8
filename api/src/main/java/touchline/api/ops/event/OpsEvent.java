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
 * An event as subscribers receive it. Its id holds the time by the database's clock and the subject, and is the same on every node if the database records
 * the time. After a {@code ~} follows the name of the stream, which can resume exactly after this event.
 *
 * @param lookedAt by the database's clock, when it was found
 */
record OpsEvent(String id, Instant lookedAt, String frame) {

    static OpsEvent of(Observations.Observation observation, Instant lookedAt, String stream, ObjectMapper json) {
        Instant at = observation.at() == null ? lookedAt : observation.at();
        CRC32 version = new CRC32();
        version.update(observation.version().getBytes(StandardCharsets.UTF_8));
        String id =
                micros(at) + "-" + observation.identity() + "-" + Long.toString(version.getValue(), 36) + "~" + stream;
        return new OpsEvent(id, lookedAt, frame(id, observation.change(), json));
    }

    /** The frame of an event without an id, for a single subscriber. */
    static byte[] frame(Change change, ObjectMapper json) {
        return frame(null, change, json).getBytes(StandardCharsets.UTF_8);
    }

    /** The time in an event's id; empty if it is not one of ours. */
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
