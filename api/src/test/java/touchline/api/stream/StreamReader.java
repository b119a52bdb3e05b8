package touchline.api.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A listener with the text that it has received, and a connection that can stop reading. */
final class StreamReader implements EventSink {
    private final Listener listener;
    private final StringBuilder received = new StringBuilder();
    private volatile boolean reads = true;
    private volatile boolean ended;

    StreamReader(Listener listener) {
        this.listener = listener;
    }

    Listener listener() {
        return listener;
    }

    void reads(boolean isReading) {
        reads = isReading;
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public synchronized boolean write() {
        while (reads && !ended) {
            byte[] next = listener.next();
            if (next == null) {
                break;
            }
            received.append(new String(next, StandardCharsets.UTF_8));
        }
        return !ended;
    }

    @Override
    public void end() {
        ended = true;
    }

    synchronized String text() {
        return received.toString();
    }

    boolean has(String words) {
        return text().contains(words);
    }

    List<String> events(String type) {
        return dispatched(text()).stream()
                .filter(event -> event.startsWith("event: " + type + "\n"))
                .map(event -> event.substring(event.indexOf("data: ") + 6))
                .toList();
    }

    List<String> ids() {
        return text().lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    /** The events that a browser would dispatch: those whose last line has come. */
    static List<String> dispatched(String text) {
        List<String> events = new ArrayList<>();
        for (String block : text.substring(0, text.lastIndexOf("\n\n") + 2).split("\n\n", -1)) {
            if (block.contains("data: ")) {
                events.add(block.substring(block.indexOf("event: ")));
            }
        }
        return events;
    }
}
