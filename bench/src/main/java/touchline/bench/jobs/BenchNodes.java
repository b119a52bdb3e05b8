package touchline.bench.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import touchline.bench.jobs.contender.Contender;

/** One or more nodes of a contender, a JVM each, started and stopped together. */
final class BenchNodes implements AutoCloseable {
    private final List<BenchNodeProcess> processes = new ArrayList<>();
    private final Runs runs = new Runs();
    private int starts;

    public BenchNodes(Contender contender, BenchDatabase database, int count) throws IOException {
        for (int node = 0; node < count; node++) {
            processes.add(BenchNodeProcess.launch(contender, database, false, runs));
        }
    }

    public Runs runs() {
        return runs;
    }

    public void start() throws InterruptedException {
        starts++;
        for (BenchNodeProcess process : processes) {
            process.send("start node-" + processes.indexOf(process) + "-" + starts);
        }
        for (BenchNodeProcess process : processes) {
            process.awaitAnswer("started");
        }
    }

    public void stop() throws InterruptedException {
        for (BenchNodeProcess process : processes) {
            process.send("stop");
        }
        for (BenchNodeProcess process : processes) {
            process.awaitAnswer("stopped");
        }
    }

    @Override
    public void close() {
        for (BenchNodeProcess process : processes) {
            process.close();
        }
    }
}
