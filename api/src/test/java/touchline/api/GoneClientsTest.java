package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Clients that reset their connections before they have the answer leave nothing in the log. */
@ExtendWith(SharedNode.Extension.class)
class GoneClientsTest {
    private static final Logger JERSEY =
            (Logger) LoggerFactory.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    private int port;

    @BeforeEach
    void collect(SharedNode shared) {
        port = shared.node().port(); // which sets up the log
        logged.start();
        JERSEY.addAppender(logged);
    }

    @AfterEach
    void stop() {
        JERSEY.detachAppender(logged);
    }

    @Test
    void clientsThatLeaveAreNotLogged() throws IOException {
        for (int n = 0; n < 200; n++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream()
                        .write("GET /v1/instruments?limit=200 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                client.setSoLinger(true, 0);
            }
        }
        try (RawClient client = new RawClient(port)) {
            assertThat(client.send("GET", "GET /v1/status HTTP/1.1\r\nHost: localhost\r\n", new byte[0])
                            .status())
                    .isEqualTo(200);
        }
        assertThat(logged.list).isEmpty();
    }

    @Test
    void otherFaultsOfAnAnswerAre() {
        JERSEY.error("An answer can't be written.", new IOException("a disk is full"));
        assertThat(logged.list).hasSize(1);
    }
}
