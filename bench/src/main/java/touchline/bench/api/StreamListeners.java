package touchline.bench.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Thousands of connections to a node's stream, read by one thread. Measures the time from each tick to its price, by this machine's clock, in ms.
 */
final class StreamListeners implements AutoCloseable {
    private static final int WAVE = 100;
    private static final int LONGEST_MILLIS = 60_000;
    private static final byte[] PRICE = "event: price".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final int[] histogram = new int[LONGEST_MILLIS + 1];
    private final Thread reader = new Thread(this::read, "listeners");
    private boolean counts;
    private volatile boolean over;

    record Delivered(long prices, int p50Millis, int p99Millis, int mostMillis) {}

    /** The parser state of one connection: of the chunks that HTTP cuts its bytes into, and of the lines in them. */
    private static final class Place {
        private boolean isInHead = true;
        private int lineLength;
        private int size;
        private int left;

        private int column;
        private boolean isId = true;
        private boolean isPrice = true;
        private boolean hasBegun;
        private long millis;

        /** Reads a byte of the headers, or of the line that has the size of the next chunk. */
        private void frame(byte b) {
            if (b == '\r') {
                return;
            }
            if (b != '\n') {
                lineLength++;
                size = 16 * size + Math.max(0, Character.digit(b, 16));
                return;
            }
            boolean isEmpty = lineLength == 0;
            left = isInHead || isEmpty ? 0 : size; // an empty line ends a chunk
            isInHead &= !isEmpty;
            lineLength = 0;
            size = 0;
        }

        private void beginLine() {
            column = 0;
            isId = true;
            isPrice = true;
        }
    }

    private StreamListeners() throws IOException {
        reader.setDaemon(true);
    }

    /**
     * Connects, a few at a time, and waits for each one's first event.
     *
     * @param query the query string of the n-th connection
     */
    static StreamListeners gather(int port, int size, IntFunction<String> query)
            throws IOException, InterruptedException {
        StreamListeners listeners = new StreamListeners();
        listeners.reader.start();
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int n = 0; n < size; n++) {
            SocketChannel channel = SocketChannel.open(node);
            channel.write(ByteBuffer.wrap(("GET /v1/stream" + query.apply(n)
                            + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            listeners.channels.add(channel);
            channel.register(listeners.selector, SelectionKey.OP_READ, new Place());
            listeners.selector.wakeup();
            if (n % WAVE == WAVE - 1 || n == size - 1) {
                listeners.awaitBegun(n + 1);
            }
        }
        return listeners;
    }

    private void awaitBegun(int expected) throws InterruptedException, IOException {
        for (int tries = 0; begun.get() < expected; tries++) {
            if (tries > 6_000) {
                throw new IOException("of " + expected + " only " + begun.get() + " were let in");
            }
            Thread.sleep(5);
        }
    }

    /** Starts a new measurement. */
    void begin() {
        synchronized (histogram) {
            Arrays.fill(histogram, 0);
            counts = true;
        }
    }

    /** Returns the result since {@link #begin}. */
    Delivered end() {
        synchronized (histogram) {
            counts = false;
            long all = 0;
            int most = 0;
            for (int millis = 0; millis <= LONGEST_MILLIS; millis++) {
                all += histogram[millis];
                most = histogram[millis] > 0 ? millis : most;
            }
            return new Delivered(all, at(all, 0.5), at(all, 0.99), most);
        }
    }

    private int at(long all, double part) {
        long seen = 0;
        for (int millis = 0; millis <= LONGEST_MILLIS; millis++) {
            seen += histogram[millis];
            if (seen >= all * part) {
                return millis;
            }
        }
        return LONGEST_MILLIS;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        while (!over) {
            try {
                selector.select(100);
                long now = System.currentTimeMillis();
                synchronized (histogram) {
                    for (SelectionKey key : selector.selectedKeys()) {
                        buffer.clear();
                        int read = read(key, buffer);
                        if (read < 0) {
                            key.cancel();
                        } else if (key.attachment() instanceof Place place) {
                            scan(buffer.array(), read, place, now);
                        }
                    }
                }
                selector.selectedKeys().clear();
            } catch (IOException e) {
                throw new IllegalStateException("the listeners can't be listened to", e);
            }
        }
    }

    /** Negative if the connection is closed. */
    private static int read(SelectionKey key, ByteBuffer buffer) {
        try {
            return ((SocketChannel) key.channel()).read(buffer);
        } catch (IOException e) {
            System.err.println("a stream listener was disconnected: " + e.getMessage());
            return -1;
        }
    }

    private void scan(byte[] bytes, int length, Place place, long now) {
        int at = 0;
        while (at < length) {
            if (place.left == 0) {
                place.frame(bytes[at++]);
                continue;
            }
            int end = Math.min(length, at + place.left);
            place.left -= end - at;
            scanLines(bytes, at, end, place, now);
            at = end;
        }
    }

    private void scanLines(byte[] bytes, int from, int end, Place place, long now) {
        for (int n = from; n < end; n++) {
            if (!place.isId && !place.isPrice) {
                n = endOfLine(bytes, n, end);
                if (n == end) {
                    return;
                }
            }
            byte b = bytes[n];
            if (b == '\n') {
                place.beginLine();
                continue;
            }
            int column = place.column++;
            if (place.isId) {
                scanId(b, column, place);
            }
            if (place.isPrice) {
                place.isPrice = b == PRICE[column];
                if (place.isPrice && column == PRICE.length - 1) {
                    place.isPrice = false;
                    if (counts) {
                        histogram[(int) Math.max(0, Math.min(LONGEST_MILLIS, now - place.millis))]++;
                    }
                }
            }
        }
    }

    /** Most of what arrives is data, which nobody reads: the client must not be the limit of what is measured. */
    private static int endOfLine(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void scanId(byte b, int column, Place place) {
        if (column < ID.length) {
            place.isId = b == ID[column];
            if (place.isId && column == ID.length - 1) {
                place.millis = 0;
            }
        } else if (b >= '0' && b <= '9') {
            place.millis = place.millis * 10 + (b - '0');
        } else {
            place.isId = false;
            if (!place.hasBegun) {
                place.hasBegun = true;
                begun.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            reader.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
