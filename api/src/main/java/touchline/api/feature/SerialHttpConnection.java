package touchline.api.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

/**
 * A connection from which one thread at a time reads. Jetty (12.1.14) answers a malformed request on a second thread, and then reads on, while the first thread
 * still gives the buffer back to the pool. Another connection gets that buffer: a client then received a part of another client's request, or the answer to it.
 */
final class SerialHttpConnection extends HttpConnection {
    private final ReentrantLock reading = new ReentrantLock();

    private SerialHttpConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
        super(configuration, connector, endPoint);
    }

    /** Makes all HTTP connections of a server that has not started yet serial. */
    static void install(Server server) {
        for (Connector one : server.getConnectors()) {
            if (one instanceof ServerConnector connector) {
                List<ConnectionFactory> serial = new ArrayList<>();
                connector.getConnectionFactories().forEach(factory -> serial.add(serial(factory)));
                connector.setConnectionFactories(serial);
            }
        }
    }

    /** A wrapper that times HTTP connections is left out: nothing reads its timer. */
    private static ConnectionFactory serial(ConnectionFactory factory) {
        if (factory instanceof HttpConnectionFactory http) {
            return new Factory(http);
        }
        if (factory instanceof ContainerLifeCycle wrapper) {
            Collection<HttpConnectionFactory> wrapped = wrapper.getBeans(HttpConnectionFactory.class);
            if (!wrapped.isEmpty()) {
                return new Factory(wrapped.iterator().next());
            }
        }
        return factory;
    }

    /** A thread that waits here waits for one that leaves: a thread that handles a request has the connection to itself until the answer is complete. */
    @Override
    public void onFillable() {
        reading.lock();
        try {
            super.onFillable();
        } finally {
            reading.unlock();
        }
    }

    private static final class Factory extends HttpConnectionFactory {
        private Factory(HttpConnectionFactory from) {
            super(from.getHttpConfiguration());
            setInputBufferSize(from.getInputBufferSize());
            setTransferEncodingChunkMaxLength(from.getTransferEncodingChunkMaxLength());
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            HttpConnection connection = new SerialHttpConnection(getHttpConfiguration(), connector, endPoint);
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }
}
