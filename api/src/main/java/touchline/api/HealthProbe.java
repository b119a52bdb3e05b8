package touchline.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Checks the health of the node in the same container; exit code 0 if it is healthy. */
final class HealthProbe {
    private HealthProbe() {}

    public static void main(String[] args) throws Exception {
        String port = System.getenv().getOrDefault("ADMIN_PORT", "8081");
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthcheck"))
                                .timeout(Duration.ofSeconds(2))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        System.exit(answer.statusCode() == 200 ? 0 : 1);
    }
}
