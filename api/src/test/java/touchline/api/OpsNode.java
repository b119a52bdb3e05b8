package touchline.api;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.operator.TestOperators.Session;
import touchline.stores.junit.TestStores;

/** A node in this process with a {@link ProbeResource}, and a plain HTTP client. */
final class OpsNode {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Wrapped wrapped;

    private OpsNode(Wrapped wrapped) {
        this.wrapped = wrapped;
    }

    static OpsNode start(TestStores stores, Map<String, String> more) throws Exception {
        return start(stores, more, any -> {});
    }

    /** With something more in its environment. */
    static OpsNode start(TestStores stores, Map<String, String> more, Consumer<Environment> extra) throws Exception {
        Map<String, String> variables = new HashMap<>(TestNode.variables(stores));
        variables.putAll(more);
        Wrapped wrapped = new Wrapped(new TouchlineApplication(variables), extra);
        wrapped.run("server", TestNode.configuration());
        return new OpsNode(wrapped);
    }

    void stop() throws Exception {
        wrapped.real.stop();
    }

    /** The same node as clients of the market use it. */
    TestNode client() {
        return new TestNode(wrapped.real);
    }

    Environment environment() {
        return wrapped.environment;
    }

    int port() {
        return wrapped.real.httpPort();
    }

    HttpResponse<String> logIn(String user, String password, String... headers) throws Exception {
        return send(
                "POST", "/v1/ops/session", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}", headers);
    }

    Session loggedIn(String user, String password) throws Exception {
        HttpResponse<String> answer = logIn(user, password);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        String csrf = answer.body().replaceFirst(".*\"csrfToken\":\"([^\"]+)\".*", "$1");
        return new Session(setCookie(answer).split(";", 2)[0], csrf);
    }

    static String setCookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElse("");
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) throws Exception {
        return send(port(), method, path, body, headers);
    }

    HttpResponse<String> admin(String path) throws Exception {
        for (var connector : wrapped.server.getConnectors()) {
            if ("admin".equals(connector.getName())) {
                return send(((ServerConnector) connector).getLocalPort(), "GET", path, null);
            }
        }
        throw new AssertionError("no admin port");
    }

    private HttpResponse<String> send(int port, String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.setHeader(headers[n], headers[n + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The application as it is, and the probe. */
    private static final class Wrapped extends Application<TouchlineConfiguration> {
        private final TouchlineApplication real;
        private final Consumer<Environment> extra;

        @SuppressWarnings("NullAway.Init")
        private Environment environment;

        @SuppressWarnings("NullAway.Init")
        private Server server;

        Wrapped(TouchlineApplication real, Consumer<Environment> extra) {
            this.real = real;
            this.extra = extra;
        }

        @Override
        public void initialize(Bootstrap<TouchlineConfiguration> bootstrap) {
            real.initialize(bootstrap);
        }

        @Override
        public void run(TouchlineConfiguration configuration, Environment environment) {
            this.environment = environment;
            real.run(configuration, environment);
            environment.jersey().register(new ProbeResource());
            extra.accept(environment);
            environment.lifecycle().addServerLifecycleListener(started -> server = started);
        }
    }
}
