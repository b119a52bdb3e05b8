package touchline.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** A reverse proxy that serves a node below a path prefix, which it cuts off. It passes on the Host, one request a connection, and knows nothing below the root. */
final class PrefixProxy extends LoopbackProxy {
    private final String prefix;

    PrefixProxy(String prefix, IntSupplier node) throws IOException {
        super(node);
        this.prefix = prefix;
        start();
    }

    @Override
    String at(String path) {
        return super.at(prefix + path);
    }

    @Override
    void serve(Socket client) throws IOException {
        try (client) {
            String head = head(client.getInputStream());
            String[] asked = head.split(" ", 3);
            if (asked.length < 3 || !asked[1].startsWith(prefix + "/")) {
                client.getOutputStream()
                        .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            String passedOn = asked[0] + " " + asked[1].substring(prefix.length()) + " "
                    + asked[2].replaceAll("(?im)^(connection|keep-alive):.*\r\n", "")
                            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            try (Socket server = connect()) {
                server.getOutputStream().write(passedOn.getBytes(StandardCharsets.ISO_8859_1));
                background(() -> client.getInputStream().transferTo(server.getOutputStream()));
                copy(server.getInputStream(), client.getOutputStream());
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (next == '\n'
                    && head.length() >= 4
                    && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    /** Event by event, as a stream would otherwise stay in a buffer. */
    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }
}
