package touchline.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Passes bytes between a browser and a node, until it swallows those of streams of events: their connections stay open, and new ones are accepted. */
final class SwallowingProxy extends LoopbackProxy {
    private static final Pattern STREAM = Pattern.compile("GET /v1/(ops/events|stream)[ ?]");

    private volatile boolean swallows;

    SwallowingProxy(IntSupplier node) throws IOException {
        super(node);
        start();
    }

    void swallow(boolean isOn) {
        swallows = isOn;
    }

    @Override
    void serve(Socket client) throws IOException {
        try (client;
                Socket server = connect()) {
            AtomicBoolean isStream = new AtomicBoolean();
            background(() -> pass(client.getInputStream(), server.getOutputStream(), isStream));
            pass(server.getInputStream(), client.getOutputStream(), isStream);
        }
    }

    private void pass(InputStream from, OutputStream to, AtomicBoolean isStream) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            if (STREAM.matcher(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))
                    .lookingAt()) {
                isStream.set(true);
            }
            if (!swallows || !isStream.get()) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }
}
