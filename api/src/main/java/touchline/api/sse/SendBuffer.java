package touchline.api.sse;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what the operating system buffers for a connection. By itself it buffers megabytes for a slow reader, which then receives prices that are seconds
 * old, and thousands of such readers use up the machine's memory for connections, so that all of them stall.
 */
public final class SendBuffer {
    /** Enough for a few thousand prices a second at a round trip of 100 ms; Linux doubles it for its own use. */
    static final int BYTES = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SendBuffer.class);

    private SendBuffer() {}

    /** Bounds the buffer of the connection over which a request came; without effect if the container hides it. */
    public static void bound(ServletRequest request) {
        try {
            Object transport = ServletContextRequest.getServletContextRequest(request)
                    .getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .getTransport();
            if (transport instanceof NetworkChannel channel) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, BYTES);
            }
        } catch (IOException | RuntimeException hidden) {
            LOG.debug("the send buffer of a connection could not be bounded: {}", hidden.toString());
        }
    }
}
