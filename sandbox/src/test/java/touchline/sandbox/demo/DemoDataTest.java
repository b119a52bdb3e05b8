package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as {@code ./touchline demo --data} starts it: what it prints and what it keeps. */
@SuppressWarnings("NullAway.Init")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class DemoDataTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<DemoProcess> started = new ArrayList<>();

    @TempDir
    private Path place;

    @AfterEach
    void end() {
        started.forEach(demo -> demo.process().destroyForcibly());
    }

    @Test
    void itPrintsWhereEverythingIsAndKeepsThePasswordsAndLeavesNothing() throws Exception {
        Path data = place.resolve("a \"quoted\" $HOME Köln");
        DemoProcess demo = start("--data", data.toString());
        String printed = demo.welcome();

        assertThat(printed).doesNotContain("eyJ").contains("./touchline token alice --http-port ");
        String admin = DemoProcess.find(printed, "(http://localhost:\\d+)/metrics");
        assertThat(get(admin + "/metrics", "")).contains("touchline_cluster_nodes");
        assertThat(get(admin + "/healthcheck", "")).contains("\"market\"");
        String trade = DemoProcess.find(printed, "Trade +(http://localhost:\\d+/trade)");
        assertThat(get(trade, "")).contains("<title>Touchline</title>");
        String password = DemoProcess.find(printed, "admin +(\\S+)");
        String console = DemoProcess.find(printed, "(http://localhost:\\d+)/console");
        assertThat(get(console + "/v1/ops/session", "admin:" + password)).contains("\"admin\"");
        demo.signal("TERM");
        assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(DemoProcess.livingIn(place)).isEmpty();

        DemoProcess again = start("--data", data.toString());
        assertThat(DemoProcess.find(again.welcome(), "admin +(\\S+)")).isEqualTo(password);
        again.process().destroyForcibly().waitFor();
        await().atMost(LONG).until(() -> DemoProcess.livingIn(place).isEmpty());
    }

    private DemoProcess start(String... arguments) throws IOException {
        DemoProcess demo = DemoProcess.start(place, arguments);
        started.add(demo);
        return demo;
    }

    private String get(String url, String basic) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!basic.isEmpty()) {
            String encoded = Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + encoded);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
