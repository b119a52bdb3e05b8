package touchline.bench.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import touchline.bench.jobs.contender.Contender;

/** A running {@link BenchNode}. */
final class BenchNodeProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final PrintStream commands;
    private final Runs runs;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private BenchNodeProcess(Process process, Runs runs) {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.runs = runs;
        Thread listener = new Thread(this::listen, "bench-listener");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a JVM, which then waits for commands.
     *
     * @param hangs whether jobs never end there
     */
    public static BenchNodeProcess launch(Contender contender, BenchDatabase database, boolean hangs, Runs runs)
            throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchNode.class.getName(),
                        contender.name(),
                        database.url(),
                        database.user(),
                        database.password(),
                        Boolean.toString(hangs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new BenchNodeProcess(process, runs);
    }

    /** Sends a command. Doesn't wait: {@link #awaitAnswer} does. */
    public void send(String command) {
        commands.println(command);
    }

    public void awaitAnswer(String expected) throws InterruptedException {
        String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!expected.equals(answer)) {
            throw new IllegalStateException("a node answered " + answer + " instead of " + expected);
        }
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private void listen() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("run")) {
                    runs.add(new Runs.Run(Integer.parseInt(words[1]), Long.parseLong(words[2])));
                } else {
                    answers.add(line);
                }
            }
        } catch (IOException killed) {
            answers.add("nothing more");
        }
    }
}
