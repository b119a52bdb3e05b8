package touchline.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Sends raw requests over one connection and reads the answers. Reconnects if the node has closed it. Not thread-safe. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    RawClient(int port) {
        this.port = port;
    }

    /** What came back; headers by their names in small letters. */
    record Answer(int status, Map<String, String> headers, String body) {
        String type() {
            return headers.getOrDefault("content-type", "").replaceAll(";.*", "");
        }
    }

    /**
     * Sends a request.
     *
     * @param head without the empty line behind it
     */
    Answer send(String method, String head, byte[] body) throws IOException {
        boolean isFresh = socket == null;
        try {
            return exchange(method, head, body);
        } catch (IOException gone) {
            close();
            // Who was silent for so long may have done it: that is a failure, and not to be sent again.
            if (isFresh || gone instanceof SocketTimeoutException) {
                throw gone;
            }
            return exchange(method, head, body); // it hung up after the last one, and had read nothing of this
        }
    }

    private Answer exchange(String method, String head, byte[] body) throws IOException {
        Socket to = socket;
        if (to == null) {
            to = new Socket(InetAddress.getLoopbackAddress(), port);
            to.setSoTimeout(PATIENCE_MILLIS);
            to.setTcpNoDelay(true);
            in = new BufferedInputStream(to.getInputStream());
            socket = to;
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
        request.write(body);
        to.getOutputStream().write(request.toByteArray());
        String[] first = line().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(first[1]);
        byte[] read = method.equals("HEAD") || status == 204 || status == 304 ? new byte[0] : body(headers);
        if (read.length > 0 && "gzip".equals(headers.get("content-encoding"))) {
            read = new GZIPInputStream(new ByteArrayInputStream(read)).readAllBytes();
        }
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new Answer(status, headers, new String(read, StandardCharsets.UTF_8));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length")));
        }
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            whole.write(in.readNBytes(size));
            line();
        }
        line();
        return whole.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the node hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
