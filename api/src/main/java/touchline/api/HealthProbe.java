package touchline.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks the node in the same container for its health; exit code 0 if it is well. Without an argument it asks whether the process is alive: an unhealthy container may
 * be restarted. {@code ready} asks whether it may be sent requests.
 */
final class HealthProbe {
    private HealthProbe() {}

    public static void main(String[] args) throws Exception {
        String group = args.length == 0 ? "alive" : args[0];
        String port = System.getenv().getOrDefault("ADMIN_PORT", "8081");
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthcheck/" + group))
                                .timeout(Duration.ofSeconds(2))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        System.exit(answer.statusCode() == 200 ? 0 : 1);
    }
}
