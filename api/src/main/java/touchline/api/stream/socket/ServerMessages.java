package touchline.api.stream.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes messages to clients: lists of {@code {"id", "event", "data"}}, without what an item doesn't have. Thread-safe. */
final class ServerMessages {
    private final ObjectMapper json;

    ServerMessages(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Converts Server-Sent Events of this node into one message. Each has an event with one line of data, or only an id: a {@code ping}, or the
     * {@code hello} that begins a stream.
     */
    static String of(byte[] events) {
        String text = new String(events, StandardCharsets.UTF_8);
        StringBuilder list = new StringBuilder(text.length() + 64).append('[');
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\n\n", at);
            if (end < 0) {
                throw new IllegalArgumentException("an incomplete event");
            }
            if (at > 0) {
                list.append(',');
            }
            append(list, text.substring(at, end));
            at = end + 2;
        }
        return list.append(']').toString();
    }

    private static void append(StringBuilder list, String block) {
        String id = null;
        String event = null;
        String data = null;
        boolean isFirst = false;
        for (String line : block.split("\n", -1)) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.startsWith("retry: ")) {
                isFirst = true;
            }
        }
        list.append("{\"event\":\"")
                .append(event == null ? isFirst ? "hello" : "ping" : event)
                .append('"');
        if (id != null) {
            list.append(",\"id\":\"").append(id).append('"');
        }
        if (data != null) {
            list.append(",\"data\":").append(data);
        }
        list.append('}');
    }

    /** A message about the connection itself, which has no id. */
    String reply(String event, @Nullable Object data) {
        try {
            return data == null
                    ? json.writeValueAsString(new Object[] {Map.of("event", event)})
                    : "[{\"event\":\"" + event + "\",\"data\":" + json.writeValueAsString(data) + "}]";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts are always written", e);
        }
    }
}
