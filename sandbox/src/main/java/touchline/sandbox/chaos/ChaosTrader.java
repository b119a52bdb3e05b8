package touchline.sandbox.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Buys, sells, opens and closes all the time, one write after the other, and keeps what was acknowledged. */
final class ChaosTrader implements Runnable {
    private static final int POSITIONS = 8;

    private final String user;
    private final TradingClient client;
    private final List<Long> instruments;
    private final Random random;
    private final long pauseMillis;
    private final Map<Long, Integer> shares = new TreeMap<>();
    private final Deque<Long> positions = new ArrayDeque<>();
    private final List<Acknowledgement> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> refused = Collections.synchronizedMap(new TreeMap<>());
    private volatile boolean stopping;

    ChaosTrader(String user, TradingClient client, List<Long> instruments, Random random, long pauseMillis) {
        this.pauseMillis = pauseMillis;
        this.user = user;
        this.client = client;
        this.instruments = List.copyOf(instruments);
        this.random = random;
    }

    @Override
    public void run() {
        try {
            for (int number = 0; !stopping; number++) {
                write("chaos-" + number);
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String key) throws InterruptedException {
        long instrument = instruments.get(random.nextInt(instruments.size()));
        int choice = random.nextInt(4);
        if (choice < 2) {
            order(key, instrument);
        } else if (positions.size() < POSITIONS && (positions.isEmpty() || choice == 2)) {
            open(key, instrument);
        } else {
            close(key);
        }
    }

    private void order(String key, long instrument) throws InterruptedException {
        boolean buys = shares.getOrDefault(instrument, 0) == 0 || random.nextBoolean();
        Long id = sent(
                Acknowledgement.Write.ORDER, "/v1/orders", key, """
                {"instrumentId":"%d","side":"%s","quantity":1}""".formatted(instrument, buys ? "BUY" : "SELL"), null);
        if (id != null) {
            shares.merge(instrument, buys ? 1 : -1, Integer::sum);
        }
    }

    private void open(String key, long instrument) throws InterruptedException {
        Long id = sent(
                Acknowledgement.Write.OPEN,
                "/v1/positions",
                key,
                """
                {"instrumentId":"%d","direction":"%s","quantity":1,"leverage":2}""".formatted(instrument, random.nextBoolean() ? "LONG" : "SHORT"),
                null);
        if (id != null) {
            positions.addLast(id);
        }
    }

    private void close(String key) throws InterruptedException {
        long position = positions.removeFirst();
        sent(Acknowledgement.Write.CLOSE, "/v1/positions/" + position + "/close", key, "{}", position);
    }

    /** Returns the id in the answer, or the one given; null if the write was refused. */
    private @Nullable Long sent(Acknowledgement.Write write, String path, String key, String body, @Nullable Long given)
            throws InterruptedException {
        TradingClient.Answer answer = client.send(path, key, body);
        if (answer.status() != 200 && answer.status() != 201) {
            refused.merge(answer.status() + " " + answer.body().path("type").asText(), 1, Integer::sum);
            return null;
        }
        long id = given == null ? Long.parseLong(answer.body().path("id").asText()) : given;
        acknowledged.add(new Acknowledgement(write, id, System.nanoTime()));
        return id;
    }

    /** Ends after the write under way is answered. */
    void stop() {
        stopping = true;
    }

    String user() {
        return user;
    }

    /** So far, in order. */
    List<Acknowledgement> acknowledged() {
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    /** The number of refusals of each type. */
    Map<String, Integer> refused() {
        synchronized (refused) {
            return Map.copyOf(refused);
        }
    }

    /** The number of answers 5xx except 503. */
    int faults() {
        return client.faults();
    }
}
