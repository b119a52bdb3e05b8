package touchline.jobs.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import touchline.feed.http.BoundedExchange;

/** Fetches the public keys of an issuer. Thread-safe. */
public final class JwksFetch {
    private static final int MOST_BYTES = 256 * 1024;

    private final BoundedExchange http;
    private final Duration deadline;

    /**
     * Creates it.
     *
     * @param deadline of a fetch as a whole
     */
    public JwksFetch(Duration deadline) {
        this.http = new BoundedExchange(deadline);
        this.deadline = deadline;
    }

    /**
     * Fetches the keys.
     *
     * @throws IOException if there is no answer in time, or no usable key set
     */
    public KeySet fetch(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .GET()
                .build();
        HttpResponse<byte[]> answer = http.send(request, deadline, MOST_BYTES);
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answered with status " + answer.statusCode());
        }
        try {
            return KeySet.parse(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException(address + " answered with what can't be used: " + e.getMessage(), e);
        }
    }
}
