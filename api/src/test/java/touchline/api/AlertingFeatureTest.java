package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** With the rules that are shipped. */
@ExtendWith(StoresExtension.class)
final class AlertingFeatureTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void theWebhookReceivesADeadLetterAndItsEnd(TestStores stores) throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("dead-letters")) { // a busy machine may be late with its jobs
                received.add(body);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        Jdbi book = Jdbi.create(stores.dataSource());
        TestNode node = TestNode.start(
                stores,
                Map.of(
                        "ALERT_WEBHOOK_URL",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                        "ALERT_WEBHOOK_SECRET",
                        "a secret of a webhook"));
        try {
            book.useHandle(handle -> handle.execute("""
                    INSERT INTO outbox_dead_letters (stream, outbox_id, entry, error)
                    VALUES ('outbox:trades', '1-0', '{}', 'made up')
                    """));
            await().atMost(SOON).until(() -> received.size() == 1);
            assertThat(received.get(0))
                    .contains("\"event\":\"opened\"")
                    .contains("\"rule\":\"dead-letters\",\"subject\":\"outbox:trades\",\"severity\":\"critical\"")
                    .contains("an entry of outbox:trades could not be written to Postgres");
            book.useHandle(handle -> handle.execute("DELETE FROM outbox_dead_letters"));
            await().atMost(SOON).until(() -> received.size() == 2);
            assertThat(received.get(1)).contains("\"event\":\"closed\"").contains("\"rule\":\"dead-letters\"");
        } finally {
            node.stop();
            receiver.stop(0);
        }
    }
}
