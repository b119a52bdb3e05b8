package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Malformed requests, with more bytes behind them, while others send good ones: each of those gets the answer to its own request. Otherwise a buffer is shared by two connections,
 * and a client may receive what another one sent. {@code -Dchaos.malformed=300000} is the long form.
 */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestsTest {
    private static final int REQUESTS = Integer.getInteger("chaos.malformed", 4_000);
    private static final int CLIENTS = 6;
    private static final int SENDERS = 6;
    private static final String HOST = "Host: localhost\r\n";
    private static final String ORDER = "POST /v1/orders HTTP/1.1\r\n" + HOST + "Authorization: Bearer "
            + TestNode.token("malformed") + "\r\nContent-Type: application/json\r\n";
    private static final List<String> MALFORMED = List.of(
            "GET /v1/status HTTP/1.1\r\n" + HOST + "Expect: 200-ok\r\n\r\n",
            "POST /v1/orders HTTP/1.1\r\n" + HOST + "Expect: 200-ok\r\nContent-Length: 5000\r\n\r\n",
            "GET /v1/%zz HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /v1/status HTTP/1.1\r\n\r\n",
            "GET /v1/status HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n",
            ORDER + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            ORDER + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}",
            ORDER + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n{}!",
            ORDER + "Content-Length: 1000000\r\n\r\n{",
            "NONSENSE\r\n\r\n");
    private static final byte[] MORE = "X-Of-Another: client\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    void eachClientGetsTheAnswersToItsOwnRequests(SharedNode shared) throws Exception {
        int port = shared.node().port();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + SENDERS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            List<Future<?>> senders = new ArrayList<>();
            for (int n = 0; n < SENDERS; n++) {
                int seed = n;
                senders.add(threads.submit(() -> sendMalformed(port, seed)));
            }
            for (int n = 0; n < CLIENTS; n++) {
                String user = "marked-" + n;
                clients.add(threads.submit(() -> readOwn(port, user)));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            isOver.set(true);
            for (Future<?> sender : senders) {
                sender.get();
            }
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
        System.out.println(sent + " good requests, " + malformed + " malformed ones");
        assertThat(wrong.stream().limit(10)).isEmpty();
        assertThat(malformed.get()).isPositive();
    }

    private void readOwn(int port, String user) {
        String head = "GET /v1/me HTTP/1.1\r\n" + HOST + "Authorization: Bearer " + TestNode.token(user) + "\r\n";
        try (RawClient client = new RawClient(port)) {
            while (sent.getAndIncrement() < REQUESTS && wrong.size() < 100) {
                RawClient.Answer answer = client.send("GET", head, new byte[0]);
                if (answer.status() != 200 || !answer.body().contains("\"" + user + "\"")) {
                    wrong.add(user + " <- " + answer);
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(user + " <- " + e);
        }
    }

    private void sendMalformed(int port, int seed) {
        for (int n = seed; !isOver.get(); n++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20); // some wait for the rest of a body
                OutputStream out = socket.getOutputStream();
                out.write(MALFORMED.get(n % MALFORMED.size()).getBytes(StandardCharsets.US_ASCII));
                malformed.incrementAndGet();
                int round = n / MALFORMED.size();
                if (round % 3 > 0) {
                    out.write(MORE);
                }
                if (round % 5 == 0) {
                    socket.shutdownOutput(); // in the midst of a body, or behind it
                }
                InputStream in = socket.getInputStream();
                byte[] answer = new byte[8192];
                while (in.read(answer) > 0) {
                    out.write(MORE);
                }
            } catch (IOException ended) {
                // the node closes the connection
            }
        }
    }
}
