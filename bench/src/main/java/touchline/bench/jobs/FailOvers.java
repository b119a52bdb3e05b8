package touchline.bench.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import touchline.bench.jobs.Results.Measure;
import touchline.bench.jobs.contender.Contender;

/** The fail-over of all contenders at once: started one after another, killed together. */
final class FailOvers {
    /** For the last node to finish its start. */
    private static final long SETTLE_SECONDS = 3;

    private final BenchDatabase server;
    private final Results results;

    FailOvers(BenchDatabase server, Results results) {
        this.server = server;
        this.results = results;
    }

    void run(Iterable<Contender> contenders) throws Exception {
        Map<Contender, FailOver> begun = new LinkedHashMap<>();
        try {
            for (Contender contender : contenders) {
                FailOver failOver = new FailOver(contender, server.create(database(contender)));
                begun.put(contender, failOver);
                begin(contender, failOver);
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            begun.values().forEach(FailOver::kill);
            for (Map.Entry<Contender, FailOver> each : begun.entrySet()) {
                conclude(each.getKey(), each.getValue());
            }
        } finally {
            begun.values().forEach(FailOver::close);
            for (Contender contender : begun.keySet()) {
                server.drop(database(contender));
            }
        }
    }

    private static void begin(Contender contender, FailOver failOver) throws InterruptedException {
        try {
            failOver.begin();
        } catch (IllegalStateException failed) {
            System.err.println(contender.name() + ": " + failed.getMessage());
        }
    }

    private void conclude(Contender contender, FailOver failOver) throws InterruptedException {
        try {
            results.add(contender, Measure.FAIL_OVER, failOver.seconds());
        } catch (IllegalStateException failed) {
            System.err.println(contender.name() + ": " + failed.getMessage());
        }
    }

    private static String database(Contender contender) {
        return contender.name().replace('-', '_') + "_fail_over";
    }
}
