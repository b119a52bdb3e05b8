package touchline.sandbox.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import touchline.stores.child.ChildJvm;

/** A node in a JVM of its own. */
final class MarketNodeProcess implements MarketNode {
    private static final int GONE = 1; // a port that no process listens on

    private final Process process;
    private final int port;

    private MarketNodeProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a node and waits until it answers or has ended. */
    static MarketNodeProcess start(Map<String, String> environment) throws Exception {
        Process process = command(environment, NodeChild.class.getName());
        CompletableFuture<Integer> port = CompletableFuture.supplyAsync(() -> portOf(process));
        return new MarketNodeProcess(process, port.get(3, TimeUnit.MINUTES));
    }

    /** Starts a main class with the shipped configuration. */
    static Process command(Map<String, String> environment, String main, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(configuration().toString());
        ProcessBuilder builder =
                new ProcessBuilder(ChildJvm.command(main, all)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Override
    public int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Suspends it; its connections stay open, and its sockets still receive. */
    void suspend() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill -" + name + " failed");
        }
    }

    /** Kills it in any state. */
    void end() {
        process.destroyForcibly();
    }

    /** Sends SIGTERM, and fails if the node doesn't end: a node that has to be killed hasn't drained. */
    @Override
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("node on port " + port + " did not end within 60 s of SIGTERM; killed");
        }
    }

    static Path configuration() {
        Path here = Path.of("config.yml").toAbsolutePath();
        return here.toFile().exists() ? here : Path.of("../config.yml").toAbsolutePath();
    }

    private static int portOf(Process process) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("PORT ")) {
                    return Integer.parseInt(line.substring(5));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return GONE; // a failpoint was faster
    }
}
