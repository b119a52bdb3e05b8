package touchline.bench.api;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kept connection with a minimal HTTP client, so that the server is measured and not the client. Not thread-safe. */
final class HttpConnection implements AutoCloseable {
    /** A cold node on a busy machine may take seconds for the first answers of 64 connections. */
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final String headers;

    HttpConnection(int port, @Nullable String token) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        this.headers =
                " HTTP/1.1\r\nHost: localhost\r\n" + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    }

    /** Reads an answer of any status. */
    void read(String path) throws IOException {
        answer("GET " + path + headers + "\r\n");
    }

    /** Returns the body. */
    String get(String path) throws IOException {
        return ask("GET " + path + headers + "\r\n");
    }

    String post(String path, String body) throws IOException {
        return ask("POST " + path + headers + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private String ask(String request) throws IOException {
        Answer answer = answer(request);
        if (!answer.status().startsWith("HTTP/1.1 2")) {
            throw new IOException(answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    private record Answer(String status, String body) {}

    /** A time-out names the request: which of the node's paths was slow is what one has to know. */
    private Answer answer(String request) throws IOException {
        try {
            return exchange(request);
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    request.lines().findFirst().orElse("") + ": no answer within " + TIMEOUT_MILLIS + " ms", e);
        }
    }

    private Answer exchange(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        String status = line();
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            }
            chunked |= lower.equals("transfer-encoding: chunked");
        }
        StringBuilder body = new StringBuilder();
        if (chunked) {
            for (int chunk = Integer.parseInt(line(), 16); chunk > 0; chunk = Integer.parseInt(line(), 16)) {
                body.append(text(chunk));
                line();
            }
            line();
        } else {
            body.append(text(length));
        }
        return new Answer(status, body.toString());
    }

    private String text(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server has hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
