package touchline.sandbox.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that trades all the time and repeats each unanswered request under the same key. */
final class Traffic implements Runnable {
    private final Client client;
    private final AtomicInteger port;
    private final List<Integer> instruments;
    private final Random random;
    private final List<String> orders = Collections.synchronizedList(new ArrayList<>());
    private final List<String> positions = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean stopped;

    Traffic(String user, AtomicInteger port, List<Integer> instruments, long seed) {
        this.client = new Client(user);
        this.port = port;
        this.instruments = instruments;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        int number = 0;
        try {
            while (!stopped) {
                one("k-" + number++);
                Thread.sleep(20); // or one client keeps a core busy
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one(String key) throws InterruptedException {
        int instrument = instruments.get(random.nextInt(instruments.size()));
        boolean order = random.nextInt(3) > 0;
        String body = order
                ? "{\"instrumentId\":\"%d\",\"side\":\"BUY\",\"quantity\":1}".formatted(instrument)
                : "{\"instrumentId\":\"%d\",\"direction\":\"%s\",\"quantity\":1,\"leverage\":20}"
                        .formatted(instrument, random.nextBoolean() ? "LONG" : "SHORT");
        while (!stopped || retries.get() < 10_000) {
            try {
                Client.Answer answer = client.post(port.get(), order ? "/v1/orders" : "/v1/positions", key, body);
                if (answer.status() == 201) {
                    (order ? orders : positions).add(answer.body().get("id").textValue());
                }
                if (answer.status() < 500) {
                    answers.incrementAndGet();
                    return;
                }
                if (answer.status() != 503) {
                    faults.incrementAndGet();
                }
            } catch (IOException noAnswer) {
                // unknown: ask again under the same key
            }
            retries.incrementAndGet();
            Thread.sleep(50);
        }
    }

    void stop() {
        stopped = true;
    }

    /** Ids of acknowledged orders. */
    List<String> orders() {
        return List.copyOf(orders);
    }

    List<String> positions() {
        return List.copyOf(positions);
    }

    /** The number of answers, without 503. */
    int answers() {
        return answers.get();
    }

    /** The number of answers 5xx except 503, which no client would repeat. */
    int faults() {
        return faults.get();
    }

    int retries() {
        return retries.get();
    }
}
