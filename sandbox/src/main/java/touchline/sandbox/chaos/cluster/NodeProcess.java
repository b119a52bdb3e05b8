package touchline.sandbox.chaos.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import touchline.stores.FreePort;
import touchline.stores.child.ChildJvm;
import touchline.stores.child.HostNames;

/** A node, or a flusher, in a process of its own with the shipped configuration. */
public final class NodeProcess extends Member {
    private static final Duration START = Duration.ofMinutes(10);
    private static final int TIMEOUT_MILLIS = 2_000;

    private final String command;
    private final Map<String, String> environment;
    private final HostNames hosts;
    private final Path configuration;
    private final Path log;
    private final int port;
    private final int adminPort;

    NodeProcess(
            String name, String command, Map<String, String> environment, HostNames hosts, Path configuration, Path log)
            throws IOException {
        super(name);
        this.command = command;
        this.environment = Map.copyOf(environment);
        this.hosts = hosts;
        this.configuration = configuration;
        this.log = log;
        this.port = FreePort.find();
        this.adminPort = FreePort.find();
    }

    @Override
    Process launch() throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ChildJvm.FLAGS);
        line.add("-Dtouchline.scripts.cpu=true");
        line.addAll(hosts.flags());
        line.add("-XX:+ExitOnOutOfMemoryError");
        line.addAll(ChildJvm.classPathFlags());
        line.addAll(List.of(NodeMain.class.getName(), command, configuration.toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("NODE_NAME", name());
        builder.environment().put("HTTP_PORT", Integer.toString(port));
        builder.environment().put("ADMIN_PORT", Integer.toString(adminPort));
        return builder.start();
    }

    /** Of a node; a flusher has no port to ask. */
    @Override
    void awaitReady() throws IOException, InterruptedException {
        if (command.equals("server")) {
            Patience.await(name() + " answers", START, () -> status("/v1/status") == 200);
        }
    }

    /** Returns when the market takes orders. */
    void awaitOpen() throws IOException, InterruptedException {
        URL status = URI.create("http://127.0.0.1:" + port + "/v1/status").toURL();
        Patience.await("the market is open", START, () -> {
            try (InputStream answer = status.openStream()) {
                return new ObjectMapper()
                        .readTree(answer)
                        .path("trading")
                        .asText()
                        .equals("open");
            }
        });
    }

    public int port() {
        return port;
    }

    private int status(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
