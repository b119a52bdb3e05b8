package touchline.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A client of a node's stream, without a thread. */
final class StreamClient implements Flow.Subscriber<String>, AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean ended;
    private volatile boolean closed;

    @SuppressWarnings("NullAway.Init")
    private CompletableFuture<HttpResponse<Void>> answer;

    private StreamClient() {}

    static StreamClient open(HttpClient http, int port, String query, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/stream" + query))
                .header("Accept", "text/event-stream");
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        StreamClient client = new StreamClient();
        client.answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(client));
        return client;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public synchronized void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable broken) {
        ended = true;
    }

    @Override
    public void onComplete() {
        ended = true;
    }

    /** Whether the node has ended it. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether what every stream begins with has come. */
    synchronized boolean hasBegun() {
        return lines.contains("retry: 2000");
    }

    synchronized boolean has(String words) {
        return lines.stream().anyMatch(line -> line.contains(words));
    }

    synchronized List<String> ids() {
        return lines.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    /** The id of the first event whose data have these words. */
    synchronized String idOf(String words) {
        for (int n = 2; n < lines.size(); n++) {
            if (lines.get(n).startsWith("data: ") && lines.get(n).contains(words)) {
                return lines.get(n - 2).substring("id: ".length());
            }
        }
        throw new NoSuchElementException(words);
    }

    /** The data of the events of one kind. */
    synchronized List<String> events(String type) {
        List<String> data = new ArrayList<>();
        for (int n = 0; n + 1 < lines.size(); n++) {
            if (lines.get(n).equals("event: " + type)) {
                data.add(lines.get(n + 1).substring("data: ".length()));
            }
        }
        return data;
    }

    @Override
    public void close() {
        closed = true;
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        answer.cancel(true);
    }
}
