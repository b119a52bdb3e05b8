package touchline.api.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Errors of a Redis that can't be provoked on a real one at will, as it sends them. */
class LoadingRedisTest {

    @ParameterizedTest
    @ValueSource(strings = {"LOADING Redis is loading the dataset in memory", "BUSY Redis is busy running a script."})
    void whatItRefusesIsUnavailable(String error) throws Exception {
        Throwable refused;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> refuseAll(server, "-" + error + "\r\n"));
            answers.start();
            try (Jedis client = new Jedis("127.0.0.1", server.getLocalPort(), 60_000)) {
                refused = catchThrowable(() -> client.get("price"));
            }
            answers.join();
        }

        Response answer = new ProblemMapper().toResponse(refused);

        assertThat(refused).hasMessageContaining(error.substring(0, 4));
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).matches("[1-9][0-9]*");
    }

    /** Answers each command with the error, until the client is gone. */
    private static void refuseAll(ServerSocket server, String error) {
        try (Socket client = server.accept();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("*")) {
                    client.getOutputStream().write(error.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException gone) {
            // the client has its answer
        }
    }
}
