package touchline.api.stream.socket;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.function.Predicate;
import touchline.api.stream.FanOut;
import touchline.api.stream.StreamAccess;
import touchline.api.stream.StreamFeature;

/**
 * The parts that all connections of a node share.
 *
 * @param requestsOfAddress charges a network one more request, and says whether it is allowed
 * @param patience for how long a client may accept nothing
 */
record SocketServer(
        FanOut fanOut,
        StreamAccess access,
        ServerMessages messages,
        Predicate<String> requestsOfAddress,
        Duration patience) {
    static SocketServer of(StreamFeature stream, ObjectMapper json, Predicate<String> requestsOfAddress) {
        return new SocketServer(
                stream.fanOut(), stream.access(), new ServerMessages(json), requestsOfAddress, Duration.ofSeconds(30));
    }
}
