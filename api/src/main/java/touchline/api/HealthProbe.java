package touchline.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the node in the same container for its health; exit code 0 if it is well. Without an argument it asks whether the process is alive: an unhealthy container may
 * be restarted. {@code ready} asks whether it may be sent requests.
 */
final class HealthProbe {
    private HealthProbe() {}

    public static void main(String[] args) throws Exception {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address(System.getenv(), args.length == 0 ? "alive" : args[0]))
                                .timeout(Duration.ofSeconds(2))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        System.exit(answer.statusCode() == 200 ? 0 : 1);
    }

    /** The node's own address, by the variables that it goes by; an empty one is as good as none. */
    static URI address(Map<String, String> variables, String group) {
        String port = variables.getOrDefault("ADMIN_PORT", "");
        String host = variables.getOrDefault("ADMIN_HOST", "");
        boolean isAny = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        String reached = isAny ? "127.0.0.1" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + reached + ":" + (port.isEmpty() ? "8081" : port) + "/healthcheck/" + group);
    }
}
