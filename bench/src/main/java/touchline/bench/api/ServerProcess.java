package touchline.bench.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running {@link ServerChild}. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final int port;

    /** The heap in use after a garbage collection, and the number of threads. */
    record Kept(long heapBytes, int threads) {}

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.port = Integer.parseInt(answer("PORT ")[1]);
    }

    static ServerProcess start(String kind, Path config, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerChild.class.getName(),
                        kind,
                        config.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start());
    }

    int port() {
        return port;
    }

    /** The CPU time of the server so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    Kept kept() throws IOException {
        orders.println("heap");
        String[] words = answer("HEAP ");
        return new Kept(Long.parseLong(words[1]), Integer.parseInt(words[2]));
    }

    private String[] answer(String expected) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(expected)) {
                return line.split(" ", -1);
            }
        }
        throw new IOException("the server has gone");
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
