package touchline.sandbox.cluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Redis as somebody has it who types commands into it, and knows nothing of our classes: a socket and the protocol's second version
 * (<a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP2</a>).
 */
final class RedisByHand implements AutoCloseable {
    private final Socket socket;
    private final InputStream answers;

    RedisByHand(String url) throws IOException {
        URI redis = URI.create(url);
        socket = new Socket(redis.getHost(), redis.getPort());
        socket.setSoTimeout(10_000);
        answers = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a line's words; the answer is a text, a list of texts joined by blanks, or {@code (nil)}. */
    String type(String... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            request.writeBytes(bytes);
            request.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        socket.getOutputStream().write(request.toByteArray());
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String answer() throws IOException {
        String head = line();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IOException(rest);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "(nil)";
        }
        byte[] bytes = answers.readNBytes(length);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String list(int size) throws IOException {
        List<String> parts = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            parts.add(answer());
        }
        return String.join(" ", parts);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new EOFException("Redis has hung up");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
