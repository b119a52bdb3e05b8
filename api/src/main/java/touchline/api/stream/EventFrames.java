package touchline.api.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.StreamedEvents;
import touchline.api.stream.event.StreamEvent;
import touchline.market.news.News;
import touchline.market.news.StreamOffset;

/** Encodes events as Server-Sent Events. */
final class EventFrames {
    private static final String PING = ": ping\n";

    private final ObjectMapper json;

    EventFrames(ObjectMapper json) {
        this.json = json;
    }

    /** An event without its id. */
    byte[] body(News news) {
        return body(StreamEvent.of(news));
    }

    byte[] resync(String why) {
        return body(new StreamEvent.Resync(why));
    }

    /** An event with its id. */
    static byte[] frame(StreamOffset offset, byte[] body) {
        byte[] id = bytes("id: " + offset + "\n");
        byte[] frame = new byte[id.length + body.length];
        System.arraycopy(id, 0, frame, 0, id.length);
        System.arraycopy(body, 0, frame, id.length, body.length);
        return frame;
    }

    /** Advances the client's last id without an event. */
    static byte[] offset(StreamOffset offset) {
        return bytes("id: " + offset + "\n\n");
    }

    /** A ping; with the offset, if it has moved. */
    static byte[] ping(@Nullable StreamOffset offset) {
        return bytes(offset == null ? PING + "\n" : PING + "id: " + offset + "\n\n");
    }

    /** The first bytes of every stream. */
    static byte[] hello(StreamOffset offset) {
        return bytes("retry: 2000\nid: " + offset + "\n\n");
    }

    private byte[] body(StreamEvent event) {
        StreamedEvents.Named name = event.getClass().getAnnotation(StreamedEvents.Named.class);
        if (name == null) {
            throw new IllegalStateException("an event without a name");
        }
        try {
            // JSON has no raw line ends, so it is one line of data.
            return bytes("event: " + name.value() + "\ndata: " + json.writeValueAsString(event) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and times are always written", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
