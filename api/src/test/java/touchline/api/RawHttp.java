package touchline.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Sends requests byte for byte, also malformed ones, each over a connection of its own. */
final class RawHttp {
    private RawHttp() {}

    /** Head and body as one text. */
    static String text(int port, String request) throws IOException {
        List<String> head = new ArrayList<>();
        byte[] body = send(port, request, head);
        return String.join("\n", head) + "\n\n" + new String(body, StandardCharsets.UTF_8);
    }

    /** Sends what no client would; returns the body, and adds the lines of the head. */
    static byte[] send(int port, String request, List<String> head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    if (line.isEmpty()) {
                        break;
                    }
                    head.add(line.toString());
                    line.setLength(0);
                } else if (c != '\r') {
                    line.append((char) c);
                }
            }
            boolean chunked = head.stream().anyMatch(one -> one.equalsIgnoreCase("Transfer-Encoding: chunked"));
            byte[] body = in.readAllBytes();
            return chunked ? joined(body) : body;
        }
    }

    private static byte[] joined(byte[] chunks) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (chunks[end] != '\r') {
                end++;
            }
            int length = Integer.parseInt(new String(chunks, at, end - at, StandardCharsets.US_ASCII), 16);
            if (length == 0) {
                return whole.toByteArray();
            }
            whole.write(chunks, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    static String unzipped(byte[] zipped) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Byte for byte, as it is sent. */
    static String zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
