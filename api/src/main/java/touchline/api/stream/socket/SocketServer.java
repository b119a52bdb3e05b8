package touchline.api.stream.socket;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import touchline.api.stream.FanOut;
import touchline.api.stream.StreamAccess;

/**
 * The parts that all connections of a node share.
 *
 * @param patience for how long a client may accept nothing
 */
record SocketServer(FanOut fanOut, StreamAccess access, ServerMessages messages, Duration patience) {
    static SocketServer of(FanOut fanOut, StreamAccess access, ObjectMapper json) {
        return new SocketServer(fanOut, access, new ServerMessages(json), Duration.ofSeconds(30));
    }
}
