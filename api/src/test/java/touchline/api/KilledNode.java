package touchline.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import touchline.stores.child.ChildJvm;

/** A node of the market in a process of its own, which a test kills. */
final class KilledNode implements AutoCloseable {
    private static final String PORT = "PORT ";

    private final Process process;
    private final int port;

    private KilledNode(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when it answers. */
    static KilledNode start(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(KilledNode.class, TestNode.configuration()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        Process process = builder.start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(PORT)) {
                return new KilledNode(process, Integer.parseInt(line.substring(PORT.length())));
            }
        }
        throw new IllegalStateException("the node has ended before it answered");
    }

    /** Arguments: the configuration. */
    public static void main(String[] args) throws Exception {
        TouchlineApplication application = new TouchlineApplication(System.getenv());
        application.run("server", args[0]);
        System.out.println(PORT + application.httpPort());
    }

    int port() {
        return port;
    }

    /** Sends SIGKILL, and returns when it has gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
